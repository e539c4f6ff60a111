import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askCollector, CommandError } from './ask-collector.ts';

export interface ReportFlags {
  readonly provider?: string;
  readonly month?: string;
  /** Of the collector that runs. */
  readonly url: string;
  readonly out: string;
}

const formats = { json: 'json', csv: 'csv', markdown: 'md' } as const;

/** Asks the running collector, which holds the database, and writes what it says as three files. Tells their names. */
export async function writeReport(flags: ReportFlags): Promise<readonly string[]> {
  const { provider, month, url, out } = flags;
  if (!provider || !month)
    throw new CommandError('Say whose month: faultline report --provider openai --month 2026-06');
  const files: (readonly [string, string])[] = [];
  for (const [format, ending] of Object.entries(formats)) {
    const place = `/api/v1/sla/${encodeURIComponent(provider)}/${encodeURIComponent(month)}?format=${format}`;
    files.push([
      `${`sla-${provider}-${month}`.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.${ending}`,
      await read(url, place),
    ]);
  }
  mkdirSync(out, { recursive: true });
  return files.map(([name, text]) => {
    const path = join(out, name);
    writeFileSync(path, text);
    return path;
  });
}

async function read(url: string, place: string): Promise<string> {
  return (await askCollector(url, place)).text();
}
