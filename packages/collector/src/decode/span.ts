/** What a wanted attribute can hold. Key-value lists, bytes and nested arrays are never read: no dialect wants them. */
export type AttributeValue = string | number | boolean | readonly (string | number | boolean)[];

/** Items of an array that are kept. The longest array a dialect reads has one entry per choice of an answer. */
export const arrayItemsMax = 128;

/** Only wanted keys. Where a sender repeats a key, which OTLP forbids, the last value counts. */
export interface Attributes extends Iterable<readonly [string, AttributeValue]> {
  get(key: string): AttributeValue | undefined;
  has(key: string): boolean;
}

export interface Resource {
  readonly attributes: Attributes;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
}

/** Attributes of the span event of this name. */
export const exceptionKey = { type: 'exception.type', message: 'exception.message' } as const;

/** `exception` span event. */
export interface SpanException {
  readonly type: string;
  readonly message: string;
}

/** One OTLP span with the fields that matter here. Absent text is empty, absent numbers are 0, as in proto3. */
export interface Span {
  /** Lower-case hex, 32 digits. */
  readonly traceId: string;
  /** Lower-case hex, 16 digits. */
  readonly spanId: string;
  /** Empty for a root span. */
  readonly parentSpanId: string;
  readonly name: string;
  /** 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** Exact: a double would round nanoseconds since 1970 to steps of 256. */
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly attributes: Attributes;
  readonly exceptions: readonly SpanException[];
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode: number;
  readonly statusMessage: string;
  /** Shared by all spans of one envelope. */
  readonly resource: Resource;
  readonly scope: Scope;
}

/** What one export request holds. A span without usable ids is rejected alone, its neighbours are kept. */
export interface TraceBatch {
  readonly spans: readonly Span[];
  readonly rejectedSpans: number;
  /** Why the first rejected span was rejected; empty when none was. */
  readonly rejectedReason: string;
}

export const noAttributes: Attributes = new Map();
