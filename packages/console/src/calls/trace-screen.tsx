import type { AttemptView, CallView, TraceView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatDateTime, formatIso } from '../format.ts';
import { callsHref, exploreHref } from '../parts/links.ts';
import { OutcomeMark } from '../parts/outcome-mark.tsx';
import { Unbroken } from '../parts/unbroken.tsx';
import { Screen, type ScreenProps } from '../screen.tsx';
import { AttemptsTable } from './attempts-table.tsx';
import { CallFacts } from './call-facts.tsx';
import { sentenceOfCall, sentenceOfTrace } from './headline.ts';
import { Lanes } from './lanes.tsx';

/** One trace, which is one call nearly always: what was tried, in which order, and how it ended. */
export function TraceScreen({ page, ...live }: ScreenProps<'trace'>): VNode {
  const { calls, attemptsOnly, truncated } = page;
  // Nothing here moves; the clock that ticks every second needs only the header.
  const content = useMemo(
    () => calls.map((call) => <Call key={call.spanId} call={call} isAlone={calls.length === 1} />),
    [calls],
  );
  return (
    <Screen kind="trace" site={page} {...live}>
      <TraceHeadline trace={page} />
      {truncated && (
        <p class="remark">
          This trace has more calls than fit here; the first to end are shown. The rest is in the{' '}
          <a href={callsHref({})}>list of calls</a>.
        </p>
      )}
      {content}
      {attemptsOnly.length > 0 && <AttemptsOnly attempts={attemptsOnly} />}
    </Screen>
  );
}

function TraceHeadline({ trace }: { readonly trace: TraceView }): VNode {
  const [first] = [...trace.calls, ...trace.attemptsOnly];
  return (
    <section class="headline" aria-labelledby="headline">
      <p class="dateline">
        {trace.calls.length === 1 && first && <OutcomeMark outcome={first.outcome} />}
        {first && <time dateTime={new Date(first.endMs).toISOString()}>{formatDateTime(first.endMs)}</time>}
      </p>
      <h1 id="headline">
        <Unbroken text={sentenceOfTrace(trace)} name={first?.model ?? ''} />
      </h1>
      {first ? (
        <p class="onward">
          <a href={aroundHref(first)}>
            The minutes around it, for {first.model === '' ? first.provider : first.model}
          </a>
        </p>
      ) : (
        <p class="summary">
          Its calls may be older than single calls are kept, or have not arrived.{' '}
          <a href="/calls">To all calls</a>
        </p>
      )}
    </section>
  );
}

const minuteMs = 60_000;
const aroundMs = 15 * minuteMs;

function aroundHref({ provider, model, endMs }: AttemptView | CallView): string {
  const minute = Math.floor(endMs / minuteMs) * minuteMs;
  return exploreHref({
    ...{ provider, model },
    ...{ from: formatIso(minute - aroundMs), until: formatIso(minute + aroundMs) },
  });
}

interface CallProps {
  readonly call: CallView;
  readonly isAlone: boolean;
}

function Call({ call, isAlone }: CallProps): VNode {
  const { attempts, attemptCount } = call;
  const untold = attemptCount - attempts.length;
  const id = `call-${call.spanId}`;
  return (
    <section class="call" aria-labelledby={id}>
      <h2 id={id} class={isAlone ? undefined : 'call-sentence'}>
        {isAlone ? 'Attempts' : sentenceOfCall(call)}
      </h2>
      {attempts.length > 0 && (
        <>
          <Lanes attempts={attempts} call={call} />
          <AttemptsTable attempts={attempts} call={call} />
          {attempts.some(({ repeat }) => repeat) && (
            <p class="remark">
              Again: this request had failed twice within five minutes already. That is evidence about the
              request, not about the vendor.
            </p>
          )}
        </>
      )}
      {untold > 0 && (
        <p class="remark">
          {untold === 1 ? 'One more attempt was' : `${untold} more attempts were`} made, of which nobody told:
          this source tells of {attempts.length === 0 ? 'calls alone' : 'some attempts only'}.
        </p>
      )}
      <h2>The call</h2>
      <CallFacts call={call} />
    </section>
  );
}

function AttemptsOnly({ attempts }: { readonly attempts: readonly AttemptView[] }): VNode {
  return (
    <section class="call" aria-labelledby="attempts-only">
      <h2 id="attempts-only">Attempts without a call</h2>
      <p class="remark">
        A failed attempt is told at once, its call when it ends. This one has not ended, or its app ended
        first; load the page again to see.
      </p>
      <Lanes attempts={attempts} />
      <AttemptsTable attempts={attempts} />
    </section>
  );
}
