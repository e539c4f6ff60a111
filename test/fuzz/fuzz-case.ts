import type { Random } from '../support/seeded-random.ts';

/** One thing that is sent. */
export interface FuzzCase {
  /** Of which kind, as the report names it. */
  readonly family: string;
  /** All that goes over the wire. */
  readonly bytes: Buffer;
  /**
   * `whole`: it is a request as HTTP has them, so a typed answer must come. `broken`: it is none, and a bare refusal of the
   * HTTP parser will do. `unfinished`: it waits for more that never comes. `stream`: it is hung up on after its beginning.
   */
  readonly form: 'whole' | 'broken' | 'unfinished' | 'stream';
  readonly isHead: boolean;
  /** What its errors look like. */
  readonly surface: 'otlp' | 'api' | 'page';
  /** Nothing that opens a closed door was sent along. */
  readonly isStranger: boolean;
}

/** What the cases are made of. */
export interface FuzzSource {
  readonly random: Random;
  readonly corpus: Corpus;
  readonly routes: readonly ApiRoute[];
  /** A token that may do everything; undefined where nobody needs one. */
  readonly token: string | undefined;
  /** `host:port` of the collector. */
  readonly host: string;
}

export interface Corpus {
  readonly protobuf: readonly [OtlpBody, ...OtlpBody[]];
  readonly json: readonly [OtlpBody, ...OtlpBody[]];
}

export interface OtlpBody {
  readonly signal: 'traces' | 'metrics' | 'logs';
  readonly bytes: Buffer;
}

/** Something that the collector's own OpenAPI document says can be asked. */
export interface ApiRoute {
  readonly method: string;
  /** As OpenAPI writes it, below `/api/v1`. */
  readonly path: string;
  readonly query: readonly string[];
  /** Names of the fields of its body; undefined where it takes none. */
  readonly body: readonly string[] | undefined;
  readonly isStream: boolean;
}

export type Family = (source: FuzzSource) => FuzzCase;
