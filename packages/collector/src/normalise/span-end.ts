import { attribute, classify, type Outcome } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import { httpStatusOf, isNullWord, textOf } from './attribute-value.ts';
import { outcomeOfFailure, statusInText } from './failure.ts';

/** Before the HTTP conventions of 1.20. */
const httpStatusOld = 'http.status_code';
const statusError = 2;

/** What this file reads, for the dialects that use it. */
export const spanEndKeys: readonly string[] = [attribute.errorType, attribute.httpStatus, httpStatusOld];

/** A failure that a dialect says in its own attributes, whatever the span's status is. */
export interface ToldFailure {
  readonly type: string;
  readonly message: string;
}

/**
 * Envoy and Genkit write the status as the error's type; most SDKs begin the message with it. An exception on a span that
 * has its answer was one of a retry that went well, and its status that of an attempt before.
 */
export function httpStatusOfSpan(
  { attributes, statusMessage, exceptions }: Span,
  failure: ToldFailure | undefined,
  answer: AnswerSigns,
): number | null {
  const exception = isAnswered(answer) ? undefined : exceptions.at(-1);
  return (
    httpStatusOf(attributes, attribute.httpStatus, httpStatusOld) ??
    statusInText(
      textOf(attributes, attribute.errorType),
      exception?.type ?? '',
      statusMessage,
      exception?.message ?? '',
      failure?.message ?? '',
    )
  );
}

/** What a span shows of an answer. */
export interface AnswerSigns {
  readonly finishReasons: readonly string[];
  readonly outputTokens: number | null;
}

function isAnswered({ finishReasons, outputTokens }: AnswerSigns): boolean {
  return (finishReasons.length > 0 && !finishReasons.includes(brokenOff)) || (outputTokens ?? 0) > 0;
}

/** How a foreign instrumentation's span ended, as far as its dialect can tell. */
export interface EndSigns extends AnswerSigns {
  readonly span: Span;
  readonly operation: string;
  readonly httpStatus: number | null;
  readonly hasContent: boolean;
  readonly failure: ToldFailure | undefined;
}

/** Status OK alone proves nothing: LangSmith sets it on failures, others set no status at all. */
export function endOf(signs: EndSigns): { readonly outcome: Outcome; readonly errorType: string } {
  const { span, httpStatus, hasContent, failure } = signs;
  const exception = span.exceptions.at(-1);
  const told = failure?.type || textOf(span.attributes, attribute.errorType);
  const exceptionType = exception === undefined || isNullWord(exception.type) ? '' : exception.type;
  const isFailure =
    failure !== undefined ||
    span.statusCode === statusError ||
    told !== '' ||
    (httpStatus ?? 0) >= 400 ||
    (exception !== undefined && !isAnswered(signs));
  if (isFailure) {
    const message = `${failure?.message ?? ''} ${exception?.message ?? ''} ${span.statusMessage}`.trim();
    const evidence = { errorType: told, exceptionType, message, httpStatus, hasContent };
    const outcome = outcomeOfFailure(evidence);
    const isBrokenOff = outcome === 'unknown' && isSeenToBreakOff(signs);
    return { outcome: isBrokenOff ? outcomeOfBrokenOff(signs) : outcome, errorType: told || exceptionType };
  }
  return { outcome: outcomeOfSuccess(signs), errorType: '' };
}

/** The vendor took the request and began to answer; then it failed, in words that nobody knows. */
function isSeenToBreakOff(signs: EndSigns): boolean {
  if (signs.finishReasons.includes(brokenOff)) return true;
  const isAccepted = signs.httpStatus !== null && signs.httpStatus < 300;
  return isAccepted && signs.hasContent && !isAnswered(signs);
}

/** The conventions' finish reason when generation failed or the stream ended before its final event. */
const brokenOff = 'error';

function outcomeOfBrokenOff({ hasContent }: EndSigns): Outcome {
  return hasContent ? 'truncated' : 'vendor_error';
}

const filterReasons =
  /^(content_?filter(ed)?|refusal|safety|image_safety|recitation|prohibited_content|blocklist|spii|guardrail_intervened)$/i;

function outcomeOfSuccess(signs: EndSigns): Outcome {
  const { finishReasons, operation, outputTokens } = signs;
  if (finishReasons.includes(brokenOff)) return outcomeOfBrokenOff(signs);
  return classify({
    transport: 'complete',
    httpStatus: signs.httpStatus ?? undefined,
    protocol: 'complete',
    // Reasoning and tool calls are output too: zero means that nothing came. Embeddings have no output to count.
    hasContent: operation === 'embeddings' || outputTokens !== 0,
    filtered: finishReasons.some((reason) => filterReasons.test(reason)),
  });
}
