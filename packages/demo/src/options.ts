import { parseArgs } from 'node:util';
import { parseOffset, shippedScenarios } from '@faultline/simulator';

export interface Options {
  readonly scenario: string;
  /** Play once and end, instead of serving until Ctrl-C. */
  readonly once: boolean;
  /** One JSON object as the last line instead of a story. */
  readonly json: boolean;
  readonly seed: number;
  /** Port of the collector and its console; 0 takes a free one. */
  readonly port: number;
  /** A collector that runs already, for a game day; null starts one of our own. */
  readonly collector: string | null;
  /** Scenario seconds per real second; null lets the play last about a minute. */
  readonly compression: number | null;
  /** Requests a second of the whole fleet; null is a quarter of the fleet's own. */
  readonly rate: number | null;
  /** The part of the scenario that is played, milliseconds of its own clock; null is its beginning or its last fault. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

export function usage(): string {
  return `Plays an outage through real SDKs, the real collector and a real ClickHouse, all on this machine.

  faultline demo                       June 22, 2026; serves the console until Ctrl-C
  faultline demo --scenario june-16    another outage
  faultline demo --once --json         plays once, ends with one JSON object, exit 0 if it was found

  --scenario NAME  one of ${shippedScenarios().join(', ')}
  --seed N         another run of the same outage
  --port N         port of the console (default 4318; 0 takes a free one)

  A game day: any scenario against your own collector, to see the page arrive. It is played in real time.

  faultline demo --collector http://127.0.0.1:4318 --scenario june-22 --from 24m --until 30m

  --collector URL  a collector that runs already          --rate N         requests a second of the whole fleet
  --from 24m       where in the scenario to begin         --compression N  scenario seconds per second
  --until 30m      where to stop

  A collector with tokens: FAULTLINE_ACCESS_TOKEN to read it, FAULTLINE_SENDER_TOKEN to send to it, or the same with
  _FILE to files with them.
`;
}

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
      collector: { type: 'string' },
      compression: { type: 'string' },
      rate: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
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
  const collector = values.collector ?? null;
  return {
    scenario: values.scenario,
    once: values.once,
    json: values.json,
    seed,
    port,
    collector,
    // Another collector keeps its own time.
    compression: positive('compression', values.compression) ?? (collector === null ? null : 1),
    rate: positive('rate', values.rate),
    fromMs: offset('from', values.from),
    untilMs: offset('until', values.until),
  };
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new Error(`--${name}: expected a number above 0, got "${text}"`);
  return value;
}

function offset(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseOffset(text);
  if (ms === undefined)
    throw new Error(`--${name}: expected a time of the scenario like 24m or 1h30m, got "${text}"`);
  return ms;
}
