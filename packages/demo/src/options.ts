import { parseArgs } from 'node:util';

export interface Options {
  readonly scenario: string;
  /** Play once and end, instead of serving until Ctrl-C. */
  readonly once: boolean;
  /** One JSON object as the last line instead of a story. */
  readonly json: boolean;
  readonly seed: number;
  /** Port of the collector and its console; 0 takes a free one. */
  readonly port: number;
}

export const usage: string = `Plays an outage through real SDKs, the real collector and a real ClickHouse, all on this machine.

  npm run demo                                  June 22, 2026; serves the console until Ctrl-C
  npm run demo -- --scenario june-16            another outage
  npm run demo -- --once --json                 plays once, ends with one JSON object, exit 0 if it was found

  --scenario NAME  what to play        --seed N   another run of the same outage
  --port N         port of the console (default 4318; 0 takes a free one)
`;

/** Undefined when the person asks for help. Throws on unknown options, naming them. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      scenario: { type: 'string', default: 'june-22' },
      once: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const seed = Number(values.seed);
  // A demo that ends by itself is a program's; a fixed port would only get in its way.
  const port = Number(values.port ?? (values.once ? 0 : 4318));
  if (!Number.isInteger(seed)) throw new Error(`--seed: expected a whole number, got "${values.seed}"`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port: expected a port number, got "${values.port}"`);
  }
  return { scenario: values.scenario, once: values.once, json: values.json, seed, port };
}
