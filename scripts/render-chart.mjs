// What Helm makes of charts/faultline with the values in test/fixtures/chart, written beside them. Tests read what Helm has
// written, and --check, which needs no Helm, tells whether chart or values have changed since. HELM names the program.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const chart = join(root, 'charts/faultline');
const fixtures = join(root, 'test/fixtures/chart');
const record = join(fixtures, 'rendered-from.json');
const helm = process.env.HELM ?? 'helm';
/** A Helm that was built from source says that it knows no newer one than 1.20. */
const kubernetes = '1.31.0';

/** A few rules and dashboards that stand in for all, so that new ones need no Helm. */
const standIns = join(fixtures, 'files');

/** Of the chart without the rules and dashboards that are linked into it: those have tests of their own. */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && entry.name !== 'README.md' ? [path] : [];
  });
}

const cases = readdirSync(fixtures)
  .filter((name) => name.endsWith('.values.yaml'))
  .map((name) => name.slice(0, -'.values.yaml'.length))
  .sort();

function digest() {
  const hash = createHash('sha256');
  const values = cases.map((name) => join(fixtures, `${name}.values.yaml`));
  for (const path of [...filesBelow(chart), ...filesBelow(standIns), ...values].sort())
    hash.update(`${path.slice(root.length)}\0${readFileSync(path, 'utf8')}\0`);
  return hash.digest('hex');
}

/** The chart with them. */
function standIn(folder) {
  cpSync(chart, folder, { recursive: true });
  rmSync(join(folder, 'files'), { recursive: true });
  cpSync(standIns, join(folder, 'files'), { recursive: true });
  return folder;
}

function render(name, folder, more = []) {
  const values = join(fixtures, `${name}.values.yaml`);
  const args = [
    'template',
    'monitor',
    folder,
    '--namespace',
    'observability',
    '--kube-version',
    kubernetes,
    '--values',
    values,
  ];
  const { status, stdout, stderr } = spawnSync(helm, [...args, ...more], { encoding: 'utf8' });
  if (name.startsWith('refused-') === (status === 0))
    throw new Error(`${name}: helm ended with ${status}: ${stderr}`);
  return status === 0 ? stdout : stderr.replaceAll(folder, 'faultline').replaceAll(/^level=.*\n/gm, '');
}

if (process.argv.includes('--check')) {
  if (JSON.parse(readFileSync(record, 'utf8')).sha256 === digest()) process.exit(0);
  process.stderr.write(
    'charts/faultline or its cases have changed since Helm rendered them: run npm run chart, which needs helm ' +
      '(or HELM=/path/to/helm), and commit what it writes.\n',
  );
  process.exit(1);
}

const temporary = mkdtempSync(join(tmpdir(), 'faultline-chart-'));
try {
  const folder = standIn(join(temporary, 'faultline'));
  for (const name of cases) {
    const isRefused = name.startsWith('refused-');
    const text = isRefused
      ? `${render(name, folder)}\nWithout the schema:\n${render(name, folder, ['--skip-schema-validation'])}`
      : render(name, folder);
    writeFileSync(join(fixtures, `${name}${isRefused ? '.txt' : '.rendered.yaml'}`), text);
    if (!isRefused) {
      const values = join(fixtures, `${name}.values.yaml`);
      execFileSync(
        helm,
        ['lint', '--strict', '--quiet', '--kube-version', kubernetes, folder, '--values', values],
        { stdio: 'inherit' },
      );
    }
  }
  const version = execFileSync(helm, ['version', '--template', '{{ .Version }}'], { encoding: 'utf8' });
  writeFileSync(record, `${JSON.stringify({ helm: version, sha256: digest() }, null, 2)}\n`);
} finally {
  rmSync(temporary, { recursive: true });
}
