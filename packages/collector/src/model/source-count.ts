import type { Vantage } from './call.ts';

/** Calls of one model that one service told in one dialect. */
export interface SourceCount {
  readonly service: string;
  readonly environment: string;
  /** As in `Call`; `gen_ai_metrics` for what metrics alone count. */
  readonly source: string;
  readonly vantage: Vantage;
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  readonly attempts: number;
  /** When the newest ended; of metrics, the beginning of its minute. */
  readonly lastEndMs: number;
}
