import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('options of the demo', () => {
  it('play June 22 and stay, by default', () => {
    expect(readOptions([])).toEqual({ scenario: 'june-22', once: false, json: false, seed: 1, port: 4318 });
  });

  it('take a free port when nobody is going to look at the console', () => {
    expect(readOptions(['--once', '--json'])?.port).toBe(0);
  });

  it.each([[['--port', 'x']], [['--port', '70000']], [['--seed', '1.5']], [['--nonsense']]])(
    'refuse %j',
    (args) => {
      expect(() => readOptions(args)).toThrow(args[0]);
    },
  );
});
