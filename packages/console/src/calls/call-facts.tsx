import { type CallView, providerDisplayName } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount } from '../format.ts';
import { CopyId } from '../parts/copy-id.tsx';

interface Fact {
  readonly name: string;
  readonly text: string;
  readonly isId?: boolean;
}

/** Everything else that is known of a call; what nobody told is left out. */
export function CallFacts({ call }: { readonly call: CallView }): VNode {
  return (
    <dl class="call-facts">
      {factsOf(call)
        .filter(({ text }) => text !== '')
        .map(({ name, text, isId }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{isId ? <CopyId text={text} name={name.toLowerCase()} /> : text}</dd>
          </div>
        ))}
    </dl>
  );
}

function factsOf(call: CallView): readonly Fact[] {
  return [
    { name: 'Vendor', text: providerDisplayName(call.provider) },
    { name: 'Answered by', text: call.responseModel === call.model ? '' : call.responseModel },
    { name: 'Operation', text: `${call.operation}${call.streaming ? ', streamed' : ''}` },
    { name: 'Service', text: call.service },
    { name: 'Environment', text: call.environment },
    { name: 'Region', text: call.region },
    { name: 'Key', text: call.credential },
    { name: 'Tokens', text: tokensInWords(call) },
    { name: 'Finish reason', text: call.finishReason },
    { name: 'Told by', text: `${call.source}, seen by the ${call.vantage}` },
    { name: 'Request id of the vendor', text: untoldRequestId(call), isId: true },
    { name: 'Response id', text: call.responseId, isId: true },
    { name: 'Trace id', text: call.traceId, isId: true },
    { name: 'Span id', text: call.spanId, isId: true },
  ];
}

/** Of the attempt that ended the call, where no attempt was told one by one. */
function untoldRequestId({ vendorRequestId, attempts }: CallView): string {
  return attempts.some((attempt) => attempt.vendorRequestId === vendorRequestId) ? '' : vendorRequestId;
}

function tokensInWords(call: CallView): string {
  const counts: readonly (readonly [number | null, string])[] = [
    [call.inputTokens, 'in'],
    [call.outputTokens, 'out'],
    [call.cacheReadTokens, 'read from cache'],
    [call.cacheWriteTokens, 'written to cache'],
    [call.reasoningTokens, 'for reasoning'],
  ];
  return counts
    .flatMap(([count, word]) => (count === null ? [] : [`${formatCount(count)} ${word}`]))
    .join(', ');
}
