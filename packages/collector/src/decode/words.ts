/** Bytes are compared four at a time; of what is left over, the last four of all, which overlap those before. */
export const wordBytes = 4;

/** The word with which `[start, end)` ends. Of less than four bytes, all of them, behind a 1 that tells how many. */
export function lastWord(view: DataView, start: number, end: number): number {
  if (end - start >= wordBytes) return view.getInt32(end - wordBytes, true);
  let word = 1;
  for (let at = start; at < end; at++) word = (word << 8) | view.getUint8(at);
  return word;
}

/** The same memory as `bytes`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
