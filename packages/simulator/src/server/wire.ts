import type { IncomingHttpHeaders } from 'node:http';

/** A request as the answering sees it, whichever HTTP version carries it. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Buffer>;
}

/** The way back, whichever HTTP version carries it. */
export interface WireResponse {
  isClosed(): boolean;
  /** Everything was handed over, the end included. */
  isFinished(): boolean;
  /** Called once, whichever side ends it. */
  onceClosed(callback: () => void): void;
  writeHead(status: number, headers: Readonly<Record<string, string>>): void;
  /** Sends the head before there is a body. */
  flushHead(): void;
  write(chunk: string | Uint8Array): void;
  end(chunk?: string | Uint8Array): void;
  /** Resets the connection once what was written is on its way: the client must see the part that arrived. */
  reset(signal: AbortSignal): Promise<void>;
  destroy(error?: Error): void;
}

export type Handle = (request: WireRequest, response: WireResponse) => void;
