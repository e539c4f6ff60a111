// The end-to-end tests use the real Alertmanager and a real browser. On Debian they are installed when they are missing;
// elsewhere the message says what to install.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const needed = [
  { program: '/usr/bin/prometheus-alertmanager', package: 'prometheus-alertmanager' },
  { program: '/usr/bin/prometheus', package: 'prometheus' },
  { program: '/usr/bin/chromium', package: 'chromium' },
];
const missing = needed.filter(({ program }) => !existsSync(program)).map((each) => each.package);
if (missing.length === 0) process.exit(0);

const isRoot = process.getuid?.() === 0;
if (!isRoot || !existsSync('/usr/bin/apt-get')) {
  process.stderr.write(
    `The end-to-end tests need ${missing.join(', ')}: on Debian, apt-get install --no-install-recommends ${missing.join(' ')}\n`,
  );
  process.exit(1);
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], {
    stdio: 'inherit',
    env,
  });
  if (status !== 0) process.exit(status ?? 1);
}
process.stdout.write(`installing ${missing.join(', ')}\n`);
apt(['update']);
apt(['install', '-y', '--no-install-recommends', ...missing]);
