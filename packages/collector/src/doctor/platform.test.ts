import { describe, expect, test } from 'vitest';
import { worstState } from './finding.ts';
import { judgePlatform, type PlatformFacts } from './platform.ts';

const good: PlatformFacts = {
  nodeVersion: '20.19.0',
  nodeVersionMin: '20.19.0',
  platform: 'linux',
  arch: 'x64',
  glibcVersion: '2.36',
  openFilesMax: 20_000,
  memoryBytesMax: 8e9,
};

const judge = (facts: Partial<PlatformFacts>, usesEngine = true) => {
  const findings = judgePlatform({ ...good, ...facts }, usesEngine);
  return { state: worstState(findings), text: JSON.stringify(findings) };
};

test('a usual machine is well', () => {
  expect(judge({}).state).toBe('ok');
});

test.each([
  ['18.20.4', 'problem'],
  ['20.9.0', 'problem'],
  ['20.18.3', 'problem'],
  ['20.20.2', 'ok'],
  ['22.1.0', 'ok'],
  ['24.0.0', 'ok'],
])('Node %s is a %s', (nodeVersion, state) => {
  expect(judge({ nodeVersion }).state).toBe(state);
});

describe('a machine without a build of the engine', () => {
  test.each([
    ['Alpine', { glibcVersion: null }, /musl/],
    ['Windows', { platform: 'win32', glibcVersion: null }, /win32 x64/],
    ['a Raspberry Pi of 32 bits', { arch: 'arm' }, /linux arm"/],
  ])('is told to use a server: %s', (_, facts, name) => {
    const { state, text } = judge(facts);
    expect(state).toBe('problem');
    expect(text).toMatch(name);
    expect(text).toContain('FAULTLINE_CLICKHOUSE_URL');
  });

  test('is well with a server', () => {
    expect(judge({ glibcVersion: null }, false).state).toBe('ok');
  });

  test('macOS has one, and no glibc', () => {
    expect(judge({ platform: 'darwin', arch: 'arm64', glibcVersion: null }).state).toBe('ok');
  });
});

test.each([
  [400e6, true, 'problem'],
  [1e9, true, 'warning'],
  [2e9, true, 'ok'],
  [400e6, false, 'ok'],
  [200e6, false, 'problem'],
])('%d bytes of memory, with an engine: %s, is a %s', (memoryBytesMax, usesEngine, state) => {
  expect(judge({ memoryBytesMax }, usesEngine).state).toBe(state);
});

test('few open files are told, and an unreadable number is none', () => {
  expect(judge({ openFilesMax: 1_024 }).text).toContain('LimitNOFILE');
  expect(judge({ openFilesMax: null }).state).toBe('ok');
});
