import { asObject } from '../protocols/json.ts';
import { fittedJson } from './fitted-json.ts';
import type { Message, OutputMessage, Part } from './message.ts';

/** What was said in one call, where the user asked for it to be kept. */
export interface CapturedContent {
  readonly systemInstructions?: readonly Part[] | undefined;
  readonly inputMessages: readonly Message[];
  readonly outputMessages: readonly OutputMessage[];
}

/** The user's own hook: what it returns is kept in place of what was said; undefined keeps nothing. */
export type Redact = (content: CapturedContent) => CapturedContent | undefined;

export interface ContentLimits {
  /** Of each attribute, in UTF-8. */
  readonly bytesMax: number;
  readonly redact?: Redact | undefined;
}

/** The hook threw, or returned what is no content. Nothing of the call is kept: nobody has redacted it. */
export class RedactionError extends Error {
  override readonly name: string = 'RedactionError';
}

/** Opt-in attributes of the GenAI semantic conventions, each a list as JSON. */
export const contentAttribute: Readonly<
  Record<'systemInstructions' | 'inputMessages' | 'outputMessages', string>
> = {
  systemInstructions: 'gen_ai.system_instructions',
  inputMessages: 'gen_ai.input.messages',
  outputMessages: 'gen_ai.output.messages',
};

/** @throws {RedactionError} */
export function toAttributes(
  content: CapturedContent,
  { bytesMax, redact }: ContentLimits,
): Record<string, string> {
  const kept = redact ? redacted(content, redact) : content;
  if (!kept) return {};
  const attributes = [
    [contentAttribute.systemInstructions, kept.systemInstructions ?? []],
    [contentAttribute.inputMessages, kept.inputMessages],
    [contentAttribute.outputMessages, kept.outputMessages],
  ] as const;
  return Object.fromEntries(
    attributes.flatMap(([name, items]) => {
      const json = items.length === 0 ? undefined : fittedJson(items, bytesMax);
      return json === undefined ? [] : [[name, json]];
    }),
  );
}

function redacted(content: CapturedContent, redact: Redact): CapturedContent | undefined {
  try {
    const returned = redact(content);
    return returned === undefined ? undefined : ownCopy(returned);
  } catch (cause) {
    if (cause instanceof RedactionError) throw cause;
    throw new RedactionError('the redaction hook threw', { cause });
  }
}

/** Through JSON, so that what cannot be written fails here, beside the hook that made it. */
function ownCopy(returned: CapturedContent): CapturedContent {
  ignoreRejection(returned);
  const copy = asObject(JSON.parse(JSON.stringify(returned) ?? 'null'));
  const { systemInstructions = [], inputMessages, outputMessages } = copy ?? {};
  const lists = [systemInstructions, inputMessages, outputMessages];
  if (!lists.every(Array.isArray)) throw new RedactionError('the redaction hook returned no content');
  return copy as unknown as CapturedContent;
}

/** An async hook is a mistake, which must not end the process as well. */
function ignoreRejection(returned: unknown): void {
  if (returned instanceof Promise) returned.catch(() => undefined);
}
