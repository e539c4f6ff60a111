import type { ErrorFault } from '../fault.ts';
import type { RandomKey } from '../random.ts';
import type { SimulatedProvider } from '../scenario/scenario.ts';

/** One wire protocol of one vendor, as pure functions from an exchange to bytes. */
export interface Protocol {
  readonly provider: SimulatedProvider;
  /** `openai.chat`, `anthropic.messages`: for the log of served requests. */
  readonly name: string;
  readonly jsonContentType: string;
  /** What the path alone says, or undefined when it is another protocol's. */
  route(path: string): Route | undefined;
  /** Reads a parsed JSON body. A request the vendor would refuse says why in `problem`. */
  read(body: RequestBody, route: Route): VendorRequest;
  /** Headers next to an answer's own. `isServed`: a good answer, which has been through the rate limiter. */
  headers(exchange: Exchange, isServed: boolean): Readonly<Record<string, string>>;
  /** The whole answer to a request that does not stream. */
  json(exchange: Exchange): string;
  /** The whole answer as a stream of events. Absent where the vendor never streams. */
  stream?(exchange: Exchange): EventStream;
  /** The events that end a stream which fails after `eventsSent` events. */
  streamError?(exchange: Exchange, eventsSent: number): readonly StreamEvent[];
  error(fault: ErrorFault, exchange: Exchange): VendorError;
}

/** A parsed JSON body. */
export type RequestBody = Readonly<Record<string, unknown>>;

export type Fields = Readonly<Record<string, unknown>>;

export interface Route {
  readonly model?: string;
  readonly streaming?: boolean;
}

export interface VendorRequest {
  readonly model: string;
  readonly streaming: boolean;
  /** OpenAI's `stream_options.include_usage`; the others always tell. */
  readonly includeUsage: boolean;
  readonly problem: RequestProblem | null;
}

export interface RequestProblem {
  readonly message: string;
  readonly parameter: string | null;
}

/** Everything an answer is made of. */
export interface Exchange {
  readonly request: VendorRequest;
  readonly body: RequestBody;
  /** The answer's text in the pieces a stream sends; empty for a blank answer. */
  readonly pieces: readonly string[];
  /** False for an answer whose list of answers is empty; `pieces` is then empty too. */
  readonly hasChoices: boolean;
  readonly usage: Usage;
  /** False for an answer that leaves the usage out. */
  readonly tellsUsage: boolean;
  readonly startedMs: number;
  readonly processingMs: number;
  /** May be a fraction; headers that only know whole seconds round up. */
  readonly retryAfterSeconds: number;
  /** The vendor's own name of the wanted error, where it has several for one fault; null for the usual one. */
  readonly errorName: string | null;
  /** Uniform in [0, 1), the same for the same key within one exchange. */
  uniform(...key: RandomKey): number;
  /** Random characters of `alphabet`, the same for the same `name` within one exchange. */
  token(name: string, length: number, alphabet?: string): string;
}

export interface Usage {
  readonly inputTokens: number;
  /** Part of `inputTokens`. */
  readonly cachedTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** One event as it goes over the wire: text of server-sent events and JSON lines, bytes of binary frames. */
export type StreamEvent = string | Uint8Array;

/** Events in order. Cutting after `opening` or within `content` leaves the terminal event out. */
export interface EventStream {
  /** Of the response, content type included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly opening: readonly StreamEvent[];
  readonly content: readonly StreamEvent[];
  readonly closing: readonly StreamEvent[];
}

/** Content type as the vendor spells it. */
export function eventStreamHeaders(contentType = 'text/event-stream; charset=utf-8'): Record<string, string> {
  return { 'content-type': contentType, 'cache-control': 'no-cache' };
}

export interface VendorError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A protocol that answers nothing but the exact path. */
export function exactRoute(path: string): (requested: string) => Route | undefined {
  return (requested) => (requested === path ? {} : undefined);
}

/** A request whose body names the model and asks for a stream; the answer always tells its usage. */
export function askedInBody(body: RequestBody, problem: RequestProblem | null): VendorRequest {
  return { model: textOf(body.model), streaming: body.stream === true, includeUsage: true, problem };
}

/** A request whose path says both. */
export function askedInPath(route: Route, problem: RequestProblem | null): VendorRequest {
  return {
    model: route.model ?? '',
    streaming: route.streaming === true,
    includeUsage: true,
    problem,
  };
}

/** The field as text, empty when it is not. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What an answer says of its usage, as fields to spread; nothing when it is to leave the usage out. */
export function ifTold(exchange: Exchange, fields: Fields): Fields {
  return exchange.tellsUsage ? fields : {};
}

/** `data:` line of one server-sent event. */
export function dataEvent(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** `event:` and `data:` lines of one server-sent event. */
export function namedEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

export const plainJson: Readonly<Record<string, string>> = { 'content-type': 'application/json' };

/**
 * What the load balancer in front of both OpenAI and Anthropic says when no backend takes the request: Envoy's own
 * text, not the vendor's JSON.
 */
export const envoyUnavailable: VendorError = {
  status: 503,
  headers: { 'content-type': 'text/plain' },
  body: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
};
