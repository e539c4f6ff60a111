import type { Tls } from './tls.ts';

/** Where ClickHouse answers and what it wants to see. */
export interface Address {
  readonly url: string;
  readonly pathname: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly tls?: Tls | undefined;
}

export interface ConnectorEvents {
  /** ClickHouse answers at this address; after a restart it may be another one. */
  readonly onUp: (address: Address) => void;
  readonly onDown: (reason: string) => void;
}

/** Keeps ClickHouse reachable: by running it (`engine.ts`) or by watching a server (`server.ts`). */
export interface Connector {
  /** How often the embedded engine had to be started again. */
  restarts(): number;
  /** Of the embedded engine while it runs. */
  pid(): number | undefined;
  /** The embedded engine; a server is not ours to start. */
  restart(): void;
  close(): Promise<void>;
}
