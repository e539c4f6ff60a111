/** Messages as the GenAI semantic conventions want them written; the names of the fields are theirs. */
export interface Message {
  readonly role: string;
  readonly parts: readonly Part[];
  /** Which of several participants in one role. */
  readonly name?: string | undefined;
}

export interface OutputMessage extends Message {
  /** As the vendor said it; {@link unknownFinishReason} where the answer broke off. */
  readonly finish_reason: string;
}

/** The conventions want a reason; an answer that broke off has none, and none is made up. */
export const unknownFinishReason = 'unknown';

export type Modality = 'image' | 'video' | 'audio' | 'document';

interface TextPart {
  readonly type: 'text';
  readonly content: string;
}

interface ReasoningPart {
  readonly type: 'reasoning';
  readonly content: string;
}

interface ToolCallPart {
  readonly type: 'tool_call';
  readonly id?: string | undefined;
  readonly name: string;
  readonly arguments?: unknown;
}

interface ToolCallResponsePart {
  readonly type: 'tool_call_response';
  readonly id?: string | undefined;
  /** The tool's name, where a vendor knows the call by nothing else. */
  readonly name?: string | undefined;
  readonly response: unknown;
}

/** Data sent inline: what it was and how much, never the bytes. */
interface BlobPart {
  readonly type: 'blob';
  readonly modality: Modality;
  readonly mime_type?: string | undefined;
  readonly size?: number | undefined;
  /** What is said in an audio. */
  readonly transcript?: string | undefined;
}

interface UriPart {
  readonly type: 'uri';
  readonly modality: Modality;
  readonly mime_type?: string | undefined;
  readonly uri: string;
}

/** A file that the vendor holds already. */
interface FilePart {
  readonly type: 'file';
  readonly modality: Modality;
  readonly mime_type?: string | undefined;
  readonly file_id: string;
}

/** Whatever else a vendor has, under the vendor's own name for it. */
interface GenericPart {
  readonly type: string;
  readonly [field: string]: unknown;
}

export type Part =
  | TextPart
  | ReasoningPart
  | ToolCallPart
  | ToolCallResponsePart
  | BlobPart
  | UriPart
  | FilePart
  | GenericPart;
