import type { Vantage } from './calls.ts';
import type { HealthState } from './wall.ts';

/** Who is called, by whom, and how much of it can be seen (`GET /api/v1/providers`, `/models`, `/sources`). */
export interface ProviderView {
  readonly provider: string;
  readonly displayName: string;
  /** Now; `unknown` when nobody called it of late. */
  readonly state: HealthState;
  readonly attempts: number;
  /** Of these, those that failed by the vendor's or the network's fault. */
  readonly bad: number;
  /** The best of its models; null when no source of the range is known. */
  readonly visibility: VisibilityGrade | null;
  readonly models: readonly ModelView[];
}

export interface ModelView {
  readonly provider: string;
  readonly model: string;
  readonly state: HealthState;
  readonly attempts: number;
  readonly bad: number;
  /** Of the range; null without a streamed answer in it. */
  readonly timeToFirstChunkP95Ms: number | null;
  readonly visibility: VisibilityGrade | null;
  /** Names of the sources that tell of it, as in `/sources`. */
  readonly sources: readonly string[];
}

/**
 * What a source lets one see. `attempts`: each request, so that a retry that saved a call is still a failure; `calls`: only
 * how a call ended at last; `metrics`: counts alone, nothing one by one.
 */
export type VisibilityGrade = 'attempts' | 'calls' | 'metrics';

/** What one service sends by one instrumentation. */
export interface SourceView {
  readonly service: string;
  readonly environment: string;
  /** The dialect in which it is told: `faultline`, `gen_ai`, `openinference`, ... `gen_ai_metrics` for counts alone. */
  readonly source: string;
  readonly vantage: Vantage;
  readonly providers: readonly string[];
  readonly calls: number;
  /** As the calls count their attempts. */
  readonly attempts: number;
  readonly lastEndMs: number;
  readonly visibility: SourceVisibility;
}

export interface SourceVisibility {
  readonly grade: VisibilityGrade;
  /** What such a source can show at all: always, in some cases, never. */
  readonly failures: Sight;
  readonly httpStatus: Sight;
  readonly attempts: Sight;
  readonly timeToFirstChunk: Sight;
  /** What is missing or wrong, in a sentence; empty when nothing is known to be. */
  readonly caveat: string;
}

type Sight = 'full' | 'partial' | 'none';
