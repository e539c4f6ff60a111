import type { Exchange } from './protocol.ts';

const hex = '0123456789abcdef';

/** A version 4 UUID (RFC 9562), the same for the same `name` within one exchange. */
export function uuid(exchange: Exchange, name: string): string {
  const digits = exchange.token(name, 30, hex);
  const variant = exchange.token(`${name}/variant`, 1, '89ab');
  const groups = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(12, 15)}`];
  return [...groups, `${variant}${digits.slice(15, 18)}`, digits.slice(18)].join('-');
}
