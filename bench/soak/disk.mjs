import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const piece = Buffer.alloc(4096);

/**
 * A file system of its own for the data, so that it can be full without anybody else noticing. It takes root to mount one;
 * without, the data lies in the folder as it is, and nothing is filled.
 * @param {string} folder @param {number} bytes
 */
export function mountDisk(folder, bytes) {
  const image = `${folder}.img`;
  mkdirSync(folder, { recursive: true });
  const isMounted = mount(image, folder, bytes);
  const ballast = () => join(folder, `ballast-${Date.now()}`);
  return {
    isMounted,
    /** Until not a byte is free; called again while it is to stay so, because merges give room back. */
    fill() {
      const free = freeBytes(folder);
      const file = ballast();
      if (free > 2 ** 20)
        attempt(() => execFileSync('fallocate', ['-l', String(free - 2 ** 19), file], { stdio: 'ignore' }));
      while (attempt(() => appendFileSync(file, piece)));
    },
    empty() {
      execFileSync('sh', ['-c', `rm -f ${folder}/ballast-*`]);
    },
    release() {
      if (isMounted) execFileSync('umount', [folder]);
      rmSync(image, { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function mount(image, folder, bytes) {
  return attempt(() => {
    // All of it now: a sparse file would have to find room with each flush.
    execFileSync('fallocate', ['-l', String(bytes), image]);
    // Nothing kept back for root, who would otherwise never see it full.
    execFileSync('mkfs.ext4', ['-q', '-m', '0', '-F', image]);
    execFileSync('mount', ['-o', 'loop', image, folder]);
  });
}

function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function attempt(act) {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
