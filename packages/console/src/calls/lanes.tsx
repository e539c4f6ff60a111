import type { AttemptView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatOffset, formatSeconds } from '../format.ts';
import { lookOfOutcome, OutcomeMark } from '../parts/outcome-mark.tsx';
import { oneOutcomeInWords } from '../words.ts';
import { type LaneAxis, laneAxis, laneOf, laneTicksMs, laneWidth, type Span } from './lane-geometry.ts';

interface LanesProps {
  readonly attempts: readonly AttemptView[];
  /** The call they belong to: it may have gone on when no attempt did that anybody told of. */
  readonly call?: Span;
}

/** Every attempt on one time axis: what was tried, how long it took, and how long nothing happened. */
export function Lanes({ attempts, call }: LanesProps): VNode {
  const axis = laneAxis(call ? [call, ...attempts] : attempts);
  return (
    <div class="lanes">
      <ol>
        {attempts.map((attempt, index) => (
          <li key={attempt.spanId} class="lane">
            <span>Attempt {index + 1}</span>
            <LaneBar attempt={attempt} index={index} axis={axis} />
            <span class="lane-outcome">
              <OutcomeMark outcome={attempt.outcome} />
            </span>
          </li>
        ))}
      </ol>
      <LaneScale axis={axis} />
      <ul class="legend" aria-label="How to read the lanes">
        <li>
          <Sample d="M1 3h16v6h-16z" /> from request to end
        </li>
        <li>
          <Sample className="lane-token" d="M9 0v12" /> first token
        </li>
        <li>
          <Sample className="lane-wait" d="M1 6h16" /> the vendor asked to wait
        </li>
      </ul>
    </div>
  );
}

const laneHeight = 24;

interface BarProps {
  readonly attempt: AttemptView;
  readonly index: number;
  readonly axis: LaneAxis;
}

function LaneBar({ attempt, index, axis }: BarProps): VNode {
  const lane = laneOf(attempt, axis);
  const ticks = laneTicksMs(axis).map(
    (atMs) => `M${((atMs / axis.widthMs) * laneWidth).toFixed(1)} 0v${laneHeight}`,
  );
  return (
    <svg
      class="lane-bar"
      role="img"
      viewBox={`0 0 ${laneWidth} ${laneHeight}`}
      height={laneHeight}
      preserveAspectRatio="none"
    >
      <title>{describeAttempt(attempt, index, axis)}</title>
      <path class="hours" d={ticks.join('')} />
      {lane.waitUntilX !== null && (
        <path class="lane-wait" d={`M${lane.endX} ${laneHeight / 2}H${lane.waitUntilX}m0-5v10`} />
      )}
      <path
        class={`lane-span tone-${lookOfOutcome(attempt.outcome).tone}`}
        d={`M${lane.startX} 6H${lane.endX}V${laneHeight - 6}H${lane.startX}z`}
      />
      {lane.firstTokenX !== null && (
        <path class="lane-token" d={`M${lane.firstTokenX} 1v${laneHeight - 2}`} />
      )}
    </svg>
  );
}

function describeAttempt(attempt: AttemptView, index: number, axis: LaneAxis): string {
  const { startMs, endMs, durationMs, timeToFirstChunkMs, retryAfterMs, outcome } = attempt;
  const began =
    startMs === null
      ? `known from its end at ${formatOffset(endMs - axis.startMs)}`
      : `began at ${formatOffset(startMs - axis.startMs)}`;
  const parts = [
    `Attempt ${index + 1} ${began}`,
    ...(durationMs === null ? [] : [`took ${formatSeconds(durationMs)}`]),
    ...(timeToFirstChunkMs === null ? [] : [`first token after ${formatSeconds(timeToFirstChunkMs)}`]),
    `ended ${oneOutcomeInWords(outcome)}`,
    ...(retryAfterMs === null ? [] : [`the vendor asked to wait ${formatSeconds(retryAfterMs)}`]),
  ];
  return `${parts.join(', ')}.`;
}

/** Sighted help only: each lane has its sentence. */
function LaneScale({ axis }: { readonly axis: LaneAxis }): VNode {
  return (
    <svg class="scale lane-scale" height="14" aria-hidden="true" focusable="false">
      {laneTicksMs(axis).map((atMs) => (
        <text key={atMs} x={`${((atMs / axis.widthMs) * 100).toFixed(2)}%`} y="1em">
          {formatOffset(atMs)}
        </text>
      ))}
    </svg>
  );
}

function Sample({ d, className = 'bar-sample' }: { readonly d: string; readonly className?: string }): VNode {
  return (
    <svg class="sample" viewBox="0 0 18 12" width="18" height="12" aria-hidden="true" focusable="false">
      <path class={className} d={d} />
    </svg>
  );
}
