// Bundled by build.mjs with the collector's own sources: what is measured is what runs.
import { gunzipSync } from 'node:zlib';
import { decodeTraces } from '../../packages/collector/src/decode/decode-traces.ts';
import { KeySet } from '../../packages/collector/src/decode/key-set.ts';
import type { Span } from '../../packages/collector/src/decode/span.ts';
import type { Rows } from '../../packages/collector/src/model/call.ts';
import { createMemory } from '../../packages/collector/src/normalise/memory.ts';
import { normalise, wantedAttributes } from '../../packages/collector/src/normalise/normalise.ts';
import { encodeRows, segmentHeader } from '../../packages/collector/src/store/clickhouse/row.ts';
import { createSegment, type OpenSegment } from '../../packages/collector/src/store/segment.ts';
import { piecesOf } from '../../packages/collector/src/store/spool-pieces.ts';

const wanted = new KeySet(wantedAttributes);
const memory = createMemory();

export function inflate(compressed: Uint8Array): Uint8Array {
  return gunzipSync(compressed);
}

export function decode(body: Uint8Array): readonly Span[] {
  return decodeTraces(body, 'protobuf', wanted).spans;
}

export function toRows(spans: readonly Span[], nowMs: number): Rows {
  return normalise(spans, nowMs, memory);
}

export function openSegment(directory: string): Promise<OpenSegment> {
  return createSegment(directory, 'bench', segmentHeader);
}

export async function spool(rows: Rows, segment: OpenSegment): Promise<void> {
  const pieces = piecesOf(encodeRows(rows), Number.POSITIVE_INFINITY);
  for (const piece of pieces) await segment.append(piece.lines, piece.rows);
}
