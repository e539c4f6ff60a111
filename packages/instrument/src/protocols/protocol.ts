import type { VendorError } from '@faultline/conventions';
import { asText, type JsonObject } from './json.ts';

/** Token counts as the vendor said them. Absent means "not said", never 0. */
export interface Usage {
  /** Cached tokens included (GenAI semantic conventions). */
  readonly inputTokens?: number | undefined;
  /** Reasoning tokens included. */
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

/** What the body of a response said, by its own protocol. */
export interface Answer {
  /** `incomplete`: the terminal event never came. `malformed`: the body is not this protocol. Absent for an error body. */
  readonly protocol?: 'complete' | 'incomplete' | 'malformed' | undefined;
  readonly error?: VendorError | undefined;
  /** Text, a tool call, reasoning or a refusal arrived. */
  readonly hasContent?: boolean | undefined;
  readonly filtered?: boolean | undefined;
  readonly finishReasons?: readonly string[] | undefined;
  readonly responseId?: string | undefined;
  readonly responseModel?: string | undefined;
  readonly usage?: Usage | undefined;
}

/** The answer's `id` and `model`, which OpenAI and Anthropic name alike. */
export function identityOf(answer: JsonObject | undefined): Pick<Answer, 'responseId' | 'responseModel'> {
  return { responseId: asText(answer?.id), responseModel: asText(answer?.model) };
}

/** One server-sent event; `data` is parsed JSON, or the text itself when it is none (`[DONE]`). */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** The ends of a stream: its middle is neither kept nor parsed. */
export interface StreamEnds {
  /** Events from the first and the last kilobytes, in order. */
  readonly events: readonly StreamEvent[];
  /** The rest of an event whose beginning was not kept; empty when nothing was cut. */
  readonly fragment: string;
}

export function markers(...texts: readonly string[]): readonly Buffer[] {
  return texts.map((text) => Buffer.from(text));
}

/** One wire protocol: how to know a request of it, and how to read its answers. Pure. */
export interface Protocol {
  readonly name: string;
  /** `gen_ai.operation.name`. */
  readonly operation: string;
  /** The vendor that this protocol implies on a host nobody knows; absent for protocols that many servers speak. */
  readonly impliedProvider?: string;
  /** Whether a path is this protocol's, with any prefix before it. */
  matches(path: string): boolean;
  /** Model from the path, where the protocol puts it there. */
  modelInPath?(path: string): string | undefined;
  streamInPath?(path: string): boolean;
  /** Finds the first content in the raw text of a stream. Keys and quotes inside content are escaped, so cannot match. */
  readonly firstContent: RegExp;
  /** Bytes without which a stream is neither over nor failed; a chunk that holds one is worth a closer look. */
  readonly endMarkers: readonly Buffer[];
  readBody(body: unknown): Answer;
  readStream(ends: StreamEnds): Answer;
}
