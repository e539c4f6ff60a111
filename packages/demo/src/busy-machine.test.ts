import { expect, it } from 'vitest';
import { troubleOf } from './busy-machine.ts';

it('says that the machine was busy, so that nobody looks for a fault in what was late with it', () => {
  expect(troubleOf(21)).toBeUndefined();
  expect(troubleOf(340.4)).toMatch(/busy: timers came up to 340 ms late/);
});
