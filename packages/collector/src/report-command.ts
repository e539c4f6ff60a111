import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressBelow } from './model/address.ts';

export interface ReportFlags {
  readonly provider?: string;
  readonly month?: string;
  /** Of the collector that runs. */
  readonly url: string;
  readonly out: string;
}

/** A sentence for a person: what is missing, or what the collector said. */
export class ReportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReportError';
  }
}

const formats = { json: 'json', csv: 'csv', markdown: 'md' } as const;

/** Asks the running collector, which holds the database, and writes what it says as three files. Tells their names. */
export async function writeReport(flags: ReportFlags): Promise<readonly string[]> {
  const { provider, month, url, out } = flags;
  if (!provider || !month)
    throw new ReportError('Say whose month: faultline report --provider openai --month 2026-06');
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

/**
 * Its answer, when it is one that was asked for. The token comes from the environment: a command line is seen by everybody
 * on the machine.
 */
export async function askCollector(url: string, place: string): Promise<Response> {
  const address = addressBelow(url, place);
  const token = accessToken();
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(address, { headers }).catch((error: unknown) => {
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    throw new ReportError(
      `No collector answers at ${url} (${String(reason)}); say where it runs with --url.`,
    );
  });
  if (response.ok) return response;
  if (response.status === 401) {
    throw new ReportError(
      `The collector at ${url} asks for a token: put one of its access.view into FAULTLINE_ACCESS_TOKEN, or the name of ` +
        'a file with one into FAULTLINE_ACCESS_TOKEN_FILE.',
    );
  }
  throw new ReportError(`The collector at ${url} refuses (${response.status}): ${await reasonOf(response)}`);
}

/** What it says about it (RFC 9457); what stands between us and it may say something else. */
async function reasonOf(response: Response): Promise<string> {
  const text = await response.text();
  if (!/^application\/problem\+json\b/.test(response.headers.get('content-type') ?? '')) return text;
  const { detail } = JSON.parse(text) as { readonly detail?: unknown };
  return typeof detail === 'string' ? detail : text;
}

/** With which a running collector is asked. */
export function accessToken(): string | undefined {
  const { FAULTLINE_ACCESS_TOKEN: token, FAULTLINE_ACCESS_TOKEN_FILE: file } = process.env;
  if (file === undefined) return token;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ReportError(`FAULTLINE_ACCESS_TOKEN_FILE: expected a readable file, got ${file}`);
  }
}
