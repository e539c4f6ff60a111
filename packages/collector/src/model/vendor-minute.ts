/** What our own traffic saw of a vendor within one minute of UTC. */
export interface VendorMinute {
  readonly startMs: number;
  /** Empty when nothing tells it. */
  readonly region: string;
  /** HTTP requests that ended; what the app gave up on is in none of the counts. */
  readonly requests: number;
  /** The vendor failed: 5xx, overloaded. */
  readonly serverErrors: number;
  /** 429: our own limits and quotas. */
  readonly rateLimited: number;
  /** No answer in time, by whoever's clock. */
  readonly timeouts: number;
  /** Never reached the vendor. */
  readonly network: number;
}
