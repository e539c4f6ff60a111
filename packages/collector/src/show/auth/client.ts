import { isIP } from 'node:net';

export interface Route {
  readonly socketAddress: string;
  /** The header `X-Forwarded-For`. */
  readonly forwardedFor: string | undefined;
  /** How many proxies in front of us are believed. */
  readonly proxies: number;
}

/**
 * The address of whoever asks. Each proxy appends whom it heard; so we count from the right, and what a client wrote there
 * itself stays out of reach.
 */
export function clientAddress({ socketAddress, forwardedFor, proxies }: Route): string {
  if (proxies === 0) return plain(socketAddress);
  const heard = (forwardedFor ?? '').split(',').map((each) => each.trim());
  const chain = [socketAddress, ...heard.reverse().slice(0, proxies)].map(plain);
  return chain.findLast((each) => isIP(each) !== 0) ?? plain(socketAddress);
}

/** Whoever has one address of IPv6 has 2^64: they count as one (RFC 6177). */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Whether the browser came by https: what the proxies say, else what the address says that people are told. */
export function cameByHttps({
  forwardedProto,
  proxies,
  publicUrl,
}: {
  /** The header `X-Forwarded-Proto`. */
  readonly forwardedProto: string | undefined;
  readonly proxies: number;
  readonly publicUrl: string | undefined;
}): boolean {
  if (proxies > 0 && forwardedProto !== undefined) {
    const heard = forwardedProto.split(',').map((each) => each.trim().toLowerCase());
    return heard.reverse().slice(0, proxies).at(-1) === 'https';
  }
  return publicUrl?.startsWith('https:') ?? false;
}

/** Sockets write addresses of IPv4 as ones of IPv6, and add the interface to local ones. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}
