import type { FuzzCase, FuzzSource } from './fuzz-case.ts';

export type HeaderLine = readonly [name: string, value: string];

export interface Message {
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly HeaderLine[];
  readonly body?: Buffer;
  readonly version?: string;
}

/** Bytes of a request, without any of the care that a client takes. Text is written as it is, a byte a character. */
export function bytesOf({ method = 'GET', target, headers = [], body, version = '1.1' }: Message): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${method} ${target} HTTP/${version}\r\n${lines}\r\n`, 'latin1');
  return body ? Buffer.concat([head, body]) : head;
}

/** Who one is: each case an address of its own, so that no case is refused for what others did. */
export function identity({ random, token, host }: FuzzSource): {
  readonly headers: readonly HeaderLine[];
  readonly isStranger: boolean;
} {
  const part = (): number => random.below(256);
  const address = `10.${part()}.${part()}.${part()}`;
  const common: readonly HeaderLine[] = [
    ['Host', host],
    ['Connection', 'close'],
    ['X-Forwarded-For', address],
  ];
  const isStranger = token !== undefined && random.below(4) === 0;
  if (token === undefined) return { headers: common, isStranger };
  const presented = isStranger ? 'a-token-that-opens-nothing' : token;
  const isSilent = isStranger && random.below(2) === 0;
  return {
    headers: isSilent ? common : [...common, ['Authorization', `Bearer ${presented}`]],
    isStranger,
  };
}

interface Sent extends Message {
  readonly family: string;
  readonly surface: FuzzCase['surface'];
  readonly form?: FuzzCase['form'];
}

/** A request by somebody, with the length of its body told rightly. */
export function requestCase(
  source: FuzzSource,
  { family, surface, form: given, ...message }: Sent,
): FuzzCase {
  // What is no URI is refused by the server that is ours only in part (RFC 3986, 2).
  const form = given ?? (/^[\w!#$%&'()*+,./:;=?@[\]~-]*$/.test(message.target) ? 'whole' : 'broken');
  const { headers, isStranger } = identity(source);
  const length: readonly HeaderLine[] = message.body ? [['Content-Length', String(message.body.length)]] : [];
  const all = [...headers, ...(message.headers ?? []), ...length];
  return {
    ...{ family, surface, form, isStranger },
    isHead: message.method === 'HEAD',
    bytes: bytesOf({ ...message, headers: all }),
  };
}
