const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/**
 * Eight characters a person can read out, the same on every replica that saw the same frames. FNV-1a (64 bit) of what
 * identifies the incident, in Crockford's base 32.
 */
export function incidentId(provider, channel, firstBadMs) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${provider ?? ''}|${channel}|${firstBadMs}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  let id = '';
  for (let digit = 0; digit < 8; digit += 1) {
    id += alphabet[Number(hash & 31n)];
    hash >>= 5n;
  }
  return id;
}
