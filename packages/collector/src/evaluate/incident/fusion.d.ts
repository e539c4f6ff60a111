/**
 * Evidence, in nats, that some unknown part of the series changed together: the mixture statistic of Xie & Siegmund
 * (Ann. Stat. 41(2), 2013) with the affected fraction integrated out. Each series brings its own excursion, so a
 * staggered onset is no obstacle.
 */
export declare function fuse(levels: readonly number[]): number;
/** Sum over the series of ln((1 - fraction) + fraction * e^level). */
export declare function mixture(levels: readonly number[], fraction: number): number;
