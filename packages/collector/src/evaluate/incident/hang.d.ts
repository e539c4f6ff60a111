import type { SeriesState } from './series.ts';
/**
 * Whether overdue attempts are not answered at all, over the samples since `sinceMs`: attempts began, and neither
 * answers nor refusals came back. A timeout is no answer.
 */
export declare function isHanging(series: readonly SeriesState[], sinceMs: number): boolean;
/** Whether at least half of the attempts since `sinceMs` were answered. */
export declare function isAnswering(series: readonly SeriesState[], sinceMs: number): boolean;
/** Whether most of what has failed since `sinceMs` failed for want of any answer. */
export declare function failsUnanswered(series: readonly SeriesState[], sinceMs: number): boolean;
