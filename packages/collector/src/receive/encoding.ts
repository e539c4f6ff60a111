import type { Encoding } from '../decode/decode-traces.ts';

/** By media type, parameters and case aside. Undefined for anything that is not OTLP. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-protobuf' || mediaType === 'application/protobuf') return 'protobuf';
  return mediaType === 'application/json' ? 'json' : undefined;
}
