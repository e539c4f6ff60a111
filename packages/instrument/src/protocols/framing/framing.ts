/** How a stream puts its events after one another: server-sent events, one JSON value a line, or AWS's binary frames. */
export type Framing = 'sse' | 'json-lines' | 'aws-event-stream';

/** Enough to tell `event:` from anything else, white space before it included. */
export const startCharactersMin = 16;

const sseStart = /^\s*(?:data|event|id|retry)?:/;

/** Undefined where the content type does not name a framing: then the first bytes decide. */
export function framingOfContentType(contentType: string): Framing | undefined {
  if (contentType.includes('text/event-stream')) return 'sse';
  if (contentType.includes('application/vnd.amazon.eventstream')) return 'aws-event-stream';
  // `application/stream+json` is Cohere's first version.
  return /\b(?:x-ndjson|ndjson|jsonl|json-lines|stream\+json)\b/.test(contentType) ? 'json-lines' : undefined;
}

/**
 * The framing that the first characters of a body show; undefined for a body that is none. `usual` is what the protocol
 * streams in: lines of JSON cannot be told from one JSON body, so only a protocol that sends them is believed to.
 */
export function framingOfStart(start: string, usual: Framing): Framing | undefined {
  if (sseStart.test(start)) return 'sse';
  // A frame starts with its length, and no frame is 16 MiB long.
  if (usual === 'aws-event-stream' && start.startsWith('\0')) return usual;
  return usual === 'json-lines' && start.trimStart().startsWith('{') ? usual : undefined;
}
