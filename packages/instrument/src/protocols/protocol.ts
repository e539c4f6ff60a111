import type { VendorError } from '@faultline/conventions';
import type { Framing } from './framing/framing.ts';
import type { StreamEnds } from './framing/stream-event.ts';
import { asObjects, asText, type JsonObject, sumOfKnown } from './json.ts';

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
  /** What the vendor asked us to wait, where the body says it and no header. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Input of a vendor that counts cached tokens beside it; semantic conventions want them inside. */
export function inputWithCached(
  uncached: number | undefined,
  cacheReadTokens: number | undefined,
  cacheWriteTokens: number | undefined,
): Pick<Usage, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens'> {
  const inputTokens =
    uncached === undefined ? undefined : sumOfKnown(uncached, cacheReadTokens, cacheWriteTokens);
  return { inputTokens, cacheReadTokens, cacheWriteTokens };
}

/** The answer's `id` and `model`, which OpenAI and Anthropic name alike. */
export function identityOf(answer: JsonObject | undefined): Pick<Answer, 'responseId' | 'responseModel'> {
  return { responseId: asText(answer?.id), responseModel: asText(answer?.model) };
}

/** One wire protocol: how to know a request of it, and how to read its answers. Pure. */
export interface Protocol {
  readonly name: string;
  /** `gen_ai.operation.name`. */
  readonly operation: string;
  /** The vendor that this protocol implies on a host nobody knows; absent for protocols that many servers speak. */
  readonly impliedProvider?: string;
  /** Its paths are too plain (`/api/chat`) to believe them on a host nobody knows. */
  readonly needsKnownHost?: boolean;
  /** Whether a path is this protocol's, with any prefix before it. */
  matches(path: string): boolean;
  /** Model from the path, where the protocol puts it there. */
  modelInPath?(path: string): string | undefined;
  /** Undefined where the body decides. */
  streamInPath?(path: string): boolean | undefined;
  /** A body that does not say `stream` asks for one. */
  readonly streamsByDefault?: boolean;
  /** What it streams in when the content type does not tell. */
  readonly framing: Framing;
  /** Finds the first content in the raw text of a stream. Keys and quotes inside content are escaped, so cannot match. */
  readonly firstContent: RegExp;
  /** Finds what has to be there, as Latin-1, when a stream is over or has failed: then a closer look is worth its cost. */
  readonly end: RegExp;
  readBody(body: unknown): Answer;
  readStream(ends: StreamEnds): Answer;
}

/** The data of events that are JSON objects. */
export function payloadsOf({ events }: StreamEnds): readonly JsonObject[] {
  return asObjects(events.map(({ data }) => data));
}

/** For protocols without streams: an event of one is not theirs. */
export function readNoStream(): Answer {
  return { protocol: 'malformed' };
}
