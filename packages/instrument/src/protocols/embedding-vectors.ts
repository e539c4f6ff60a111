import { asObject } from './json.ts';

/**
 * Whether an answer holds embeddings, in whichever form: lists of numbers or base64, one or many, by type or by text. An
 * empty vector is as blank as none.
 */
export function hasVector(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return typeof value[0] === 'number' || value.some(hasVector);
  return Object.values(asObject(value) ?? {}).some(hasVector);
}
