import type { AttemptView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatOffset, formatSeconds, formatTime, nothing } from '../format.ts';
import { CopyId } from '../parts/copy-id.tsx';
import { OutcomeMark } from '../parts/outcome-mark.tsx';
import { Quantity } from '../parts/quantity.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { ErrorText } from './error-text.tsx';
import { laneAxis, type Span } from './lane-geometry.ts';

interface AttemptsTableProps {
  readonly attempts: readonly AttemptView[];
  readonly call?: Span;
}

/** The lanes in numbers, and what the vendor's support asks for. */
export function AttemptsTable({ attempts, call }: AttemptsTableProps): VNode {
  const { startMs } = laneAxis(call ? [call, ...attempts] : attempts);
  return (
    <Scrolls label="Attempts in numbers">
      <table class="figures attempts-table">
        <thead>
          <tr>
            <th scope="col">Attempt</th>
            <th scope="col" class="number">
              Began
            </th>
            <th scope="col" class="number">
              After
            </th>
            <th scope="col" class="number">
              Duration
            </th>
            <th scope="col" class="number">
              First token
            </th>
            <th scope="col">Outcome</th>
            <th scope="col">Error</th>
            <th scope="col" class="number">
              Retry after
            </th>
            <th scope="col">Request id of the vendor</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt, index) => (
            <AttemptRow key={attempt.spanId} attempt={attempt} index={index} startMs={startMs} />
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}

interface RowProps {
  readonly attempt: AttemptView;
  readonly index: number;
  /** Of the call. */
  readonly startMs: number;
}

function AttemptRow({ attempt, index, startMs }: RowProps): VNode {
  return (
    <tr>
      <th scope="row">
        {index + 1}
        {attempt.repeat && <span class="aside"> again</span>}
      </th>
      <td class="number">
        <Quantity text={attempt.startMs === null ? nothing : formatTime(attempt.startMs)} />
      </td>
      <td class="number">
        <Quantity text={attempt.startMs === null ? nothing : formatOffset(attempt.startMs - startMs)} />
      </td>
      <td class="number">
        <Quantity text={formatSeconds(attempt.durationMs)} />
      </td>
      <td class="number">
        <Quantity text={formatSeconds(attempt.timeToFirstChunkMs)} />
      </td>
      <td>
        <OutcomeMark outcome={attempt.outcome} />
      </td>
      <td>
        <ErrorText ended={attempt} />
      </td>
      <td class="number">
        <Quantity text={formatSeconds(attempt.retryAfterMs)} />
      </td>
      <td>
        {attempt.vendorRequestId === '' ? (
          <Quantity text={nothing} />
        ) : (
          <CopyId text={attempt.vendorRequestId} name={`request id of attempt ${index + 1}`} />
        )}
      </td>
    </tr>
  );
}
