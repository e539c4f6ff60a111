import type { Protocol } from '../protocols/protocol.ts';

/**
 * Where a request goes and what it asks for. No content, no key. Requests that are alike share one object, so that what
 * is counted, or written, of all of them can be kept beside it.
 */
export interface LlmTarget {
  readonly protocol: Protocol;
  readonly operation: string;
  readonly provider: string;
  /** Empty when the host does not tell. */
  readonly region: string;
  readonly host: string;
  readonly port: number | undefined;
  /** Empty when the body could not be read without consuming it. */
  readonly model: string;
  readonly stream: boolean;
  /** Salted hash or alias; empty without a key. */
  readonly credential: string;
}

/** What one HTTP request to a vendor says about itself. */
export interface LlmRequest {
  readonly target: LlmTarget;
  /** Salted hash of the body; empty when it could not be read. Made when it is asked for: only a failure needs one. */
  readonly fingerprint: () => string;
}
