import type { Outcome } from '@faultline/conventions';
import type { TimeRange } from './time-range.ts';

/** Where a row stands in a list: by its end, and where several ended together, by its ids. */
export interface RowPosition {
  readonly endMs: number;
  readonly traceId: string;
  readonly spanId: string;
}

export interface RowQuestion {
  /** In which the rows ended. */
  readonly range: TimeRange;
  /** Only what stands behind this one. */
  readonly after: RowPosition | null;
  readonly limit: number;
  readonly filter: RowFilter;
}

export interface RowFilter {
  readonly provider?: string | undefined;
  /** As it is counted: the model that was asked for or, where nobody told, the one that answered. */
  readonly model?: string | undefined;
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly outcomes?: readonly Outcome[] | undefined;
  readonly traceId?: string | undefined;
  readonly vendorRequestId?: string | undefined;
}

export interface RowPage<Row> {
  readonly rows: readonly Row[];
  /** Behind which there is more; null when there is none. */
  readonly next: RowPosition | null;
}
