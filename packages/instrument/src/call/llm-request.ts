import type { Protocol } from '../protocols/protocol.ts';

/** What one HTTP request to a vendor says about itself. No content, no key. */
export interface LlmRequest {
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
  /** Salted hash of the body; empty when it could not be read. Made when it is asked for: only a failure needs one. */
  readonly fingerprint: () => string;
}
