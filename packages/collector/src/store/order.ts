import type { ModelSeries } from '@faultline/conventions';
import type { RowPosition } from '../model/row-question.ts';
import { byText } from '../model/text-order.ts';

/** Oldest first. */
export function byEnd(one: RowPosition, other: RowPosition): number {
  return one.endMs - other.endMs || byText(one.traceId, other.traceId) || byText(one.spanId, other.spanId);
}

type Named = Pick<ModelSeries, 'provider' | 'model'>;

export function byModel(one: Named, other: Named): number {
  return byText(one.provider, other.provider) || byText(one.model, other.model);
}
