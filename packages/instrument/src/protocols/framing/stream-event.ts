/** One event of a stream; `data` is parsed JSON, or the text itself when it is none (`[DONE]`). */
export interface StreamEvent {
  /** The name beside the data, where the framing has one. */
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

/** The first two hold the answer's identity and the input side of its usage. */
export const headEventsMax = 2;
/** One finish event for each of a few choices, usage and terminal: more is not needed, and parsing costs. */
export const tailEventsMax = 10;
