import { readFileSync } from 'node:fs';

/** What a collector with tokens asks for: one of `access.view` to read it, one of `tokens` to send to it. */
export interface Tokens {
  readonly access: string | undefined;
  readonly sender: string | undefined;
}

/** From the environment, as the collector's own commands take them: a command line is seen by everybody on the machine. */
export function readTokens(environment: Readonly<Record<string, string | undefined>>): Tokens {
  const read = (name: string): string | undefined => {
    const file = environment[`${name}_FILE`];
    if (file === undefined) return environment[name];
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      throw new Error(`${name}_FILE: expected a readable file, got "${file}"`);
    }
  };
  return { access: read('FAULTLINE_ACCESS_TOKEN'), sender: read('FAULTLINE_SENDER_TOKEN') };
}

/** As OpenTelemetry's variable for an exporter's headers has it, where values are URL-encoded. */
export function senderHeaders({ sender }: Tokens): Readonly<Record<string, string>> {
  if (sender === undefined) return {};
  return { OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(`Bearer ${sender}`)}` };
}
