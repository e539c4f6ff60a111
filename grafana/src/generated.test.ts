import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { dashboards, fileOf } from './catalogue.ts';
import { dashboardJson } from './classic/dashboard-json.ts';

const folder = fileURLToPath(new URL('../dashboards', import.meta.url));

it.each(dashboards.map((dashboard) => [fileOf(dashboard), dashboard] as const))(
  '%s is what the catalogue says: after a change run `npm run grafana`',
  async (file, dashboard) => {
    await expect(dashboardJson(dashboard)).toMatchFileSnapshot(`${folder}/${file}`);
  },
);

it('no dashboard is left of an older catalogue', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  expect(files.sort()).toEqual(dashboards.map(fileOf).sort());
});
