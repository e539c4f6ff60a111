import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('options of the demo', () => {
  it('play June 22 and stay, by default', () => {
    expect(readOptions([])).toMatchObject({
      scenario: 'june-22',
      once: false,
      json: false,
      seed: 1,
      port: 4318,
      collector: null,
      compression: null,
    });
  });

  it('take a free port when nobody is going to look at the console', () => {
    expect(readOptions(['--once', '--json'])?.port).toBe(0);
  });

  it('play in real time against a collector that runs already, which keeps its own time', () => {
    expect(
      readOptions(['--collector', 'http://127.0.0.1:4318', '--from', '24m', '--until', '30m']),
    ).toMatchObject({
      collector: 'http://127.0.0.1:4318',
      compression: 1,
      fromMs: 24 * 60_000,
      untilMs: 30 * 60_000,
    });
  });

  it.each([
    [['--rate', '0']],
    [['--from', 'noon']],
    [['--port', 'x']],
    [['--port', '70000']],
    [['--seed', '1.5']],
    [['--nonsense']],
  ])('refuse %j', (args) => {
    expect(() => readOptions(args)).toThrow(args[0]);
  });
});
