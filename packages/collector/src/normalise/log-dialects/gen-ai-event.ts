import { attribute } from '@faultline/conventions';
import type { LogRecord } from '../../decode/log-record.ts';
import { textOf } from '../attribute-value.ts';
import { notLlm } from '../dialect.ts';
import { genAiKeys, readGenAiCall } from '../gen-ai-span.ts';
import { type LogDialect, type LogReading, partOfCall } from '../log-dialect.ts';
import { callOperationOf } from '../operation-name.ts';

/** GenAI semantic conventions: an event with the attributes of the span, for those who send no spans. */
export const detailsEvent = 'gen_ai.client.inference.operation.details';

/** At least one of these is known once a call has ended; some write the event when it begins, too. */
const endKeys = [
  attribute.responseId,
  attribute.responseModel,
  attribute.finishReasons,
  attribute.outputTokens,
  attribute.inputTokens,
  attribute.errorType,
] as const;

export const genAiEvent: LogDialect = {
  name: 'gen_ai',
  keys: [...genAiKeys, ...endKeys],
  read(record: LogRecord): LogReading | undefined {
    if (!record.eventName.startsWith('gen_ai.')) return undefined;
    if (record.eventName !== detailsEvent) return notLlm;
    const operation = callOperationOf(textOf(record.attributes, attribute.operation));
    if (operation === undefined) return notLlm;
    if (!endKeys.some((key) => textOf(record.attributes, key) !== '')) return partOfCall;
    return {
      kind: 'call',
      conversation: '',
      // When it began is not among its attributes.
      durationMs: null,
      readCall: (span) => readGenAiCall(span, 'gen_ai', operation),
    };
  },
};
