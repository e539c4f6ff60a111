import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { writeReport } from './report.ts';

const server = createServer((_, response) => response.end('{}'));
afterEach(() => server.close());

it('files lie in the folder that was named, whatever vendor and month are called', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const parent = mkdtempSync(join(tmpdir(), 'faultline-report-'));
  const out = join(parent, 'out');
  const names = { provider: '../../evil', month: '../../2026-06\0' };
  await writeReport({ ...names, out, url: `http://127.0.0.1:${port}` });
  expect(readdirSync(parent)).toEqual(['out']);
  expect(readdirSync(out).sort()).toEqual(
    ['csv', 'json', 'md'].map((ending) => `sla-.._.._evil-.._.._2026-06_.${ending}`),
  );
});
