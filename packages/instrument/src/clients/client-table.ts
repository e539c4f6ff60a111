import type { Protocol } from '../protocols/protocol.ts';
import { protocols } from '../protocols/protocols.ts';
import { supportedClients } from './supported-clients.ts';

/** What is followed and what is read, as the documentation shows it: from the code, so that it is true. */
export function clientTable(): string {
  return [
    '# Clients and protocols',
    '',
    'Generated from `packages/instrument/src/clients` and `protocols`; a test keeps it so, `npm run tables` writes it anew.',
    '',
    '## SDKs whose calls are followed through their retries',
    '',
    'One call is one span; an attempt that failed on the way is a child span. Of an SDK that is not in this table, or of',
    'another major version, each HTTP request is a call of its own: `faultline_instrument_sdk_info{covered="false"}` and one',
    'warning say so.',
    '',
    ...table(
      ['package', 'versions', 'hooked at', 'what is seen, beside each attempt to the end of its body'],
      supportedClients.map(({ packageName, majors, hookedAt, shows }) => [
        `\`${packageName}\``,
        majors[0] === majors[1] ? `${majors[0]}.x` : `${majors[0]}.x to ${majors[1]}.x`,
        hookedAt,
        shows,
      ]),
    ),
    '',
    'Everything else is seen at the transport: the global `fetch`, the `fetch` a client was given, and `node:http` with',
    '`node:https`, so `ollama`, axios, got, node-fetch and plain requests, too.',
    '',
    '## Wire protocols that are read',
    '',
    ...table(
      ['protocol', 'operation', 'streams as'],
      uniqueProtocols().map(({ name, operation, framing }) => [`\`${name}\``, `\`${operation}\``, framing]),
    ),
    '',
  ].join('\n');
}

/** Anthropic and Mistral on Vertex speak their own protocols at other paths. */
function uniqueProtocols(): readonly Protocol[] {
  return protocols.filter(
    ({ name, operation }, index) =>
      protocols.findIndex((other) => other.name === name && other.operation === operation) === index,
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
