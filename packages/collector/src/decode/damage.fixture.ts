import fc from 'fast-check';

/** What happens to bytes on their way. */
export type Damage =
  | { readonly kind: 'flip'; readonly bits: readonly (readonly [position: number, bit: number])[] }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array };

/** A place in a body of any length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

export const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({
    kind: fc.constant('flip'),
    bits: fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('cut'), at: place }),
  fc.record({
    kind: fc.constant('insert'),
    at: place,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
  }),
);

export function damaged(body: Uint8Array, how: Damage): Uint8Array {
  if (how.kind === 'flip') return flipped(body, how.bits);
  const at = Math.floor(body.length * how.at);
  if (how.kind === 'cut') return body.subarray(0, at);
  return Buffer.concat([body.subarray(0, at), how.bytes, body.subarray(at)]);
}

function flipped(body: Uint8Array, bits: readonly (readonly [number, number])[]): Uint8Array {
  const bytes = Buffer.from(body);
  for (const [position, bit] of bits) {
    const at = position % Math.max(bytes.length, 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  }
  return bytes;
}
