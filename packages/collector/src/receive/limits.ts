export interface ReceiveLimits {
  /** As sent, compressed or not. */
  readonly wireBytesMax: number;
  readonly protobufBytesMax: number;
  readonly jsonBytesMax: number;
  /** Held at once over all requests, so that many large bodies cannot fill the memory. */
  readonly bufferedBytesMax: number;
  readonly requestsMax: number;
  readonly bodyReadMsMax: number;
  readonly inflationsMax: number;
}

const mebibyte = 2 ** 20;

export const defaultReceiveLimits: ReceiveLimits = {
  // OTLP 1.11 recommends 64 MiB, measured after decompression too.
  wireBytesMax: 64 * mebibyte,
  protobufBytesMax: 64 * mebibyte,
  // `JSON.parse` turns three bytes of input into up to 64 of heap. A batch of 512 spans is 1.4 MB.
  jsonBytesMax: 16 * mebibyte,
  // Rows made of the smallest possible spans take up to ten times their bytes on the heap.
  bufferedBytesMax: 128 * mebibyte,
  // Each answer waits for one group commit; JS exporters send up to 30 batches in parallel per process.
  requestsMax: 512,
  // What a JS exporter gives a whole export, retries included: a body slower than this has no sender left.
  bodyReadMsMax: 10_000,
  // Nobody knows how large a compressed body is before it is inflated, so few are at a time.
  inflationsMax: 2,
};
