import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';

/** What systemd knows of it, or the kernel through systemd; null in a container or elsewhere. */
export async function probeSynchronisation(timeoutMs: number): Promise<boolean | null> {
  const marked = await access('/run/systemd/timesync/synchronized').then(
    () => true,
    () => false,
  );
  return marked || askTimedatectl(timeoutMs);
}

function askTimedatectl(timeout: number): Promise<boolean | null> {
  return new Promise((resolve) => {
    const args = ['show', '--property=NTPSynchronized', '--value'];
    execFile('timedatectl', args, { timeout }, (error, stdout) => {
      const word = stdout.trim();
      resolve(error === null && /^(yes|no)$/.test(word) ? word === 'yes' : null);
    });
  });
}
