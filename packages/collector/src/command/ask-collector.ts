import { readFileSync } from 'node:fs';
import { addressBelow } from '../model/address.ts';

/** A sentence for a person: what is missing, or what the collector said. */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
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
    throw new CommandError(
      `No collector answers at ${url} (${String(reason)}); say where it runs with --url.`,
    );
  });
  if (response.ok) return response;
  if (response.status === 401) {
    throw new CommandError(
      `The collector at ${url} asks for a token: put one of its access.view into FAULTLINE_ACCESS_TOKEN, or the name of ` +
        'a file with one into FAULTLINE_ACCESS_TOKEN_FILE.',
    );
  }
  throw new CommandError(`The collector at ${url} refuses (${response.status}): ${await reasonOf(response)}`);
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
    throw new CommandError(`FAULTLINE_ACCESS_TOKEN_FILE: expected a readable file, got ${file}`);
  }
}
