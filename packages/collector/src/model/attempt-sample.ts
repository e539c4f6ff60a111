import type { Outcome } from '@faultline/conventions';

/** One attempt that shows a fault: its trace, and the id that the vendor's support asks for. */
export interface AttemptSample {
  readonly atMs: number;
  readonly model: string;
  readonly outcome: Outcome;
  /** Lower-case hex; with the span id, the row. */
  readonly traceId: string;
  readonly spanId: string;
  /** Empty where the vendor gave none. */
  readonly vendorRequestId: string;
}
