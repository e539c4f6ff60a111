import type { Exchange } from './protocol.ts';

export interface EmbeddingOptions {
  /** One text, a list of them, or token ids of one or of several: as the request has it. */
  readonly input: unknown;
  /** What the request asks for, if it is a number. */
  readonly dimensions: unknown;
  readonly dimensionsDefault: number;
}

/** A unit vector for each text; empty vectors for a blank answer, none for one without choices. */
export function embeddingVectors(
  exchange: Exchange,
  { input, dimensions, dimensionsDefault }: EmbeddingOptions,
): readonly (readonly number[])[] {
  if (!exchange.hasChoices) return [];
  const isBlank = exchange.pieces.length === 0;
  const size = typeof dimensions === 'number' ? dimensions : dimensionsDefault;
  return Array.from({ length: inputCount(input) }, (_, index) =>
    isBlank ? [] : unitVector(size, (axis) => exchange.uniform('embedding', index, axis) * 2 - 1),
  );
}

function inputCount(input: unknown): number {
  if (!Array.isArray(input)) return 1;
  return typeof input[0] === 'number' ? 1 : input.length;
}

function unitVector(dimensions: number, at: (axis: number) => number): readonly number[] {
  const raw = Array.from({ length: dimensions }, (_, axis) => at(axis));
  const norm = Math.hypot(...raw);
  return raw.map((value) => Number((value / norm).toFixed(8)));
}

/** 32-bit floats, little end first, as every vendor packs them. */
export function base64Floats(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
