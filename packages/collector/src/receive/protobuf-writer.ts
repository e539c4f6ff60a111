/** Writes the few small messages that answers consist of. Default values are left out, as in proto3. */
export function varintField(field: number, value: number): number[] {
  return value === 0 ? [] : [...varint(field << 3), ...varint(value)];
}

export function textField(field: number, text: string): number[] {
  return bytesField(field, Buffer.from(text));
}

/** Also for nested messages. Empty content is left out. */
export function bytesField(field: number, content: ArrayLike<number>): number[] {
  if (content.length === 0) return [];
  return [...varint((field << 3) | 2), ...varint(content.length), ...Array.from(content)];
}

/** Non-negative integers up to 2^53. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 0x7f; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return bytes;
}
