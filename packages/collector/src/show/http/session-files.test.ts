import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSessionFiles } from './session-files.ts';

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-sessions-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the secret of sessions', () => {
  it('is made at the first start, kept for the next, and read by nobody else', async () => {
    const folder = join(dataDir(), 'new');
    const { key } = await openSessionFiles(folder, 0);
    expect(key).toHaveLength(32);
    expect((await openSessionFiles(folder, 0)).key).toEqual(key);
    expect(modeOf(join(folder, 'session.key'))).toBe(0o600);
    expect((await openSessionFiles(dataDir(), 0)).key).not.toEqual(key);
  });

  it('is made anew when its file was cut short, and closed to others when it was open to them', async () => {
    const folder = dataDir();
    const path = join(folder, 'session.key');
    writeFileSync(path, 'short');
    const { key } = await openSessionFiles(folder, 0);
    expect(key).toHaveLength(32);
    chmodSync(path, 0o644);
    expect((await openSessionFiles(folder, 0)).key).toEqual(key);
    expect(modeOf(path)).toBe(0o600);
  });
});

describe('sessions that were signed out', () => {
  it('are known after a restart until they would have expired', async () => {
    const folder = dataDir();
    const { signedOut } = await openSessionFiles(folder, 1_000);
    await Promise.all([signedOut.add('early', 2_000), signedOut.add('late', 9_000)]);
    expect([signedOut.has('early'), signedOut.has('late'), signedOut.has('other')]).toEqual([
      true,
      true,
      false,
    ]);
    const again = await openSessionFiles(folder, 5_000);
    expect([again.signedOut.has('early'), again.signedOut.has('late')]).toEqual([false, true]);
    const path = join(folder, 'signed-out-sessions');
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['9000 late\n', 0o600]);
  });

  it('are told from what a crash left of a line', async () => {
    const folder = dataDir();
    writeFileSync(join(folder, 'signed-out-sessions'), '9000 whole\n90');
    expect((await openSessionFiles(folder, 0)).signedOut.has('whole')).toBe(true);
    expect(readFileSync(join(folder, 'signed-out-sessions'), 'utf8')).toBe('9000 whole\n');
  });
});
