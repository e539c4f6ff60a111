import { type CallSummary, providerDisplayName } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount, formatSeconds, nothing } from '../format.ts';
import { callHref } from '../parts/links.ts';
import { Moment } from '../parts/moment.tsx';
import { OutcomeMark } from '../parts/outcome-mark.tsx';
import { Quantity } from '../parts/quantity.tsx';
import { modelInWords } from '../words.ts';
import { ErrorText } from './error-text.tsx';

interface CallsTableProps {
  readonly calls: readonly CallSummary[];
  readonly nowMs: number;
}

export function CallsTable({ calls, nowMs }: CallsTableProps): VNode {
  return (
    <section aria-label="Calls">
      <table class="figures calls-table">
        <caption class="unseen">Calls, newest first. The time leads to the call and its attempts.</caption>
        <thead>
          <tr>
            <th scope="col">Ended</th>
            <th scope="col">Outcome</th>
            <th scope="col">Model</th>
            <th scope="col">Service</th>
            <th scope="col" class="number">
              Attempts
            </th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col" class="number">
              First token
            </th>
            <th scope="col">Error</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.traceId + call.spanId} call={call} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly call: CallSummary;
  readonly nowMs: number;
}

function CallRow({ call, nowMs }: RowProps): VNode {
  return (
    <tr>
      <th scope="row" class="c-time">
        <a href={callHref(call.traceId)}>
          <Moment atMs={call.endMs} nowMs={nowMs} />
        </a>
      </th>
      <td class="c-outcome">
        <OutcomeMark outcome={call.outcome} />
      </td>
      <td class="c-model">
        {modelInWords(call.model)} <span class="aside">{providerDisplayName(call.provider)}</span>
      </td>
      <td class="c-service">
        <Quantity text={call.service || nothing} />
      </td>
      <td class="c-number number" data-name="Attempts">
        {formatCount(call.attemptCount)}
      </td>
      <td class="c-number number" data-name="Duration">
        <Quantity text={formatSeconds(call.durationMs)} />
      </td>
      <td class="c-number number" data-name="First token">
        <Quantity text={formatSeconds(call.timeToFirstChunkMs)} />
      </td>
      <td class={call.outcome === 'ok' ? 'c-error c-well' : 'c-error'}>
        <ErrorText ended={call} />
      </td>
    </tr>
  );
}
