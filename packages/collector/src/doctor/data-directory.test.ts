import { expect, test } from 'vitest';
import { type DiskNeeds, judgeDirectory, judgeDisk, type UsableDirectory } from './data-directory.ts';
import { worstState } from './finding.ts';

const good: UsableDirectory = {
  kind: 'usable',
  path: '/var/lib/faultline',
  exists: true,
  isLocked: false,
  isOurs: true,
  syncMs: 2,
  freeBytes: 100e9,
  freeInodes: 1e6,
};
const needs: DiskNeeds = {
  retention: { rawDays: 7 },
  usesEngine: true,
  spoolBytesMax: 2e9,
  engineFreeBytesMin: 268e6,
  callsPerDay: null,
};

test('a folder that can be written is well, whether it is there yet or not', () => {
  expect(worstState(judgeDirectory(good, false))).toBe('ok');
  expect(worstState(judgeDirectory({ ...good, exists: false }, false))).toBe('ok');
});

test('one that cannot be used is a problem, with the reason and the settings', () => {
  const [finding] = judgeDirectory(
    { kind: 'unusable', path: '/data', reason: 'mounted for reading only' },
    false,
  );
  expect(finding).toMatchObject({ state: 'problem', seen: '/data: mounted for reading only' });
  expect(finding?.next).toContain('FAULTLINE_DATA_DIR');
});

test('a lock is as it should be when its collector answers, and a problem otherwise', () => {
  const locked = { ...good, isLocked: true };
  expect(worstState(judgeDirectory(locked, true))).toBe('ok');
  expect(worstState(judgeDirectory(locked, false))).toBe('problem');
});

test('a collector that answers and uses another folder is told: doctor may have been asked in the wrong place', () => {
  const [, finding] = judgeDirectory(good, true);
  expect(finding).toMatchObject({ state: 'warning', seen: expect.stringContaining('does not use /var/lib') });
});

test("another user's folder and a slow disk are told", () => {
  expect(worstState(judgeDirectory({ ...good, isOurs: false }, false))).toBe('warning');
  expect(worstState(judgeDirectory({ ...good, syncMs: 900 }, false))).toBe('warning');
});

test.each([
  ['less than the engine keeps free', 200e6, {}, 'problem'],
  ['less than the spool may need', 2e9, {}, 'warning'],
  ['less than the engine keeps free, on a server', 200e6, { usesEngine: false }, 'warning'],
  ['room for what comes', 100e9, { callsPerDay: 1e6 }, 'ok'],
  ['too little for what comes', 100e9, { callsPerDay: 1e9 }, 'warning'],
])('%s', (_, freeBytes, need, state) => {
  expect(worstState(judgeDisk({ ...good, freeBytes }, { ...needs, ...need }))).toBe(state);
});

test('room is told in calls a day, as docs/operating.md weighs them', () => {
  // A million calls a day over seven days need 0.93 GB.
  const [space] = judgeDisk({ ...good, freeBytes: 2e9 + 268e6 + 0.931e9 }, needs);
  expect(space?.seen).toMatch(/room for about 1,000,000 more calls a day over 7 days/);
});

test('a disk without inodes is full', () => {
  expect(worstState(judgeDisk({ ...good, freeInodes: 100 }, needs))).toBe('warning');
  expect(worstState(judgeDisk({ ...good, freeInodes: null }, needs))).toBe('ok');
});
