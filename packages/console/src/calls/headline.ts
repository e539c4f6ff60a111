import {
  type CallSummary,
  type CallsPage,
  type CallView,
  plural,
  type TraceView,
} from '@faultline/conventions';
import { formatCount, formatSeconds } from '../format.ts';
import { oneOutcomeInWords } from '../words.ts';

/** By whose fault a call failed is what counts: our limits and the app's own mistakes are outcomes of their own. */
function isFailed({ faultDomain }: Pick<CallSummary, 'faultDomain'>): boolean {
  return faultDomain === 'vendor' || faultDomain === 'network';
}

export function headlineOf({ asked, calls, problem }: CallsPage): string {
  if (problem !== null) return 'This question has no answer.';
  if (calls.length === 0) return asked.id === '' ? 'No calls in this time.' : 'No call has this id.';
  if (asked.id !== '') return `${plural(calls.length, 'call')} with this id.`;
  if (asked.outcome !== '') return `${formatCount(calls.length)} calls: ${oneOutcomeInWords(asked.outcome)}.`;
  const failed = calls.filter(isFailed).length;
  const subject = calls.length === 1 ? 'one call' : `${formatCount(calls.length)} calls`;
  return failed === 0 ? `None of ${subject} failed.` : `${formatCount(failed)} of ${subject} failed.`;
}

export function summaryOf({ calls, nextHref, problem }: CallsPage): string {
  if (problem !== null) return 'Change it below and ask again.';
  const order =
    nextHref === null ? 'Newest first; there are no older ones.' : 'Newest first; older ones follow below.';
  return calls.length === 0 ? 'Nothing that matches is stored.' : order;
}

/** One call in a sentence: "claude-opus-4-8 answered after 3 attempts in 4.2 s." */
export function sentenceOfCall(call: CallView): string {
  const model = call.model === '' ? 'The model' : call.model;
  const time = call.durationMs === null ? '' : ` in ${formatSeconds(call.durationMs)}`;
  const afterTime = time.replace(' in ', ' after ');
  const after = call.attemptCount > 1 ? ` after ${plural(call.attemptCount, 'attempt')}` : '';
  switch (call.outcome) {
    case 'ok':
      return `${model} answered${after}${time}.`;
    case 'filtered':
      return `${model} refused the content${after}${time}.`;
    case 'cancelled':
      return `The app gave up on ${model}${after}${after === '' ? afterTime : time}.`;
    case 'unknown':
      return `${model} ended${after}${time}; how, nobody told.`;
    default: {
      const end = after === '' ? afterTime : after + time;
      return `${model} failed: ${oneOutcomeInWords(call.outcome)}${end === '' ? '' : `,${end}`}.`;
    }
  }
}

/** Of a whole trace: its one call, or how many there are. */
export function sentenceOfTrace({ calls, attemptsOnly }: TraceView): string {
  const [only] = calls;
  if (only && calls.length === 1) return sentenceOfCall(only);
  if (only) {
    const failed = calls.filter(isFailed).length;
    return `${plural(calls.length, 'call')}, ${failed === 0 ? 'none' : failed} of them failed.`;
  }
  if (attemptsOnly.length > 0)
    return `${plural(attemptsOnly.length, 'attempt')} of a call that nobody has told of.`;
  return 'Nothing is known of this trace.';
}
