import type { CallsPage } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { callsHref } from '../parts/links.ts';
import { TimePresets } from '../parts/time-presets.tsx';
import { Screen, type ScreenProps } from '../screen.tsx';
import { CallsForm } from './calls-form.tsx';
import { CallsTable } from './calls-table.tsx';
import { headlineOf, summaryOf } from './headline.ts';

const minuteMs = 60_000;

/** Single calls, newest first: what a number is made of, and what the vendor's support asks for. */
export function CallsScreen({ page, nowMs, ...live }: ScreenProps<'calls'>): VNode {
  const { asked, calls, problem, nextHref } = page;
  // Times of day belong to a day: drawn again once a minute is often enough.
  const minute = Math.floor(nowMs / minuteMs);
  const table = useMemo(() => <CallsTable calls={calls} nowMs={minute * minuteMs} />, [calls, minute]);
  return (
    <Screen kind="calls" site={page} nowMs={nowMs} {...live}>
      <section class="headline" aria-labelledby="headline">
        <h1 id="headline">{headlineOf(page)}</h1>
        <p class="summary">{summaryOf(page)}</p>
      </section>
      <CallsForm asked={asked} problem={problem} calls={calls} />
      <TimePresets nowMs={nowMs} shownMs={null} hrefOf={(from) => callsHref({ ...asked, from, until: '' })} />
      {calls.length > 0 ? table : problem === null && <NoCalls asked={asked} />}
      {nextHref !== null && (
        <p class="onward">
          <a href={nextHref} rel="next">
            Older calls
          </a>
        </p>
      )}
    </Screen>
  );
}

function NoCalls({ asked }: Pick<CallsPage, 'asked'>): VNode {
  return (
    <section class="first-steps" aria-labelledby="nothing-title">
      <h2 id="nothing-title">What to try</h2>
      <ol>{asked.id === '' ? <NoMatch asked={asked} /> : <NoSuchId id={asked.id} />}</ol>
    </section>
  );
}

function NoSuchId({ id }: { readonly id: string }): VNode {
  return (
    <>
      <li>
        A trace id has 32 hexadecimal digits, this has {id.length} characters. A request id of the vendor is
        found as its answer spelled it.
      </li>
      <li>
        A call is here within seconds of its end, and one whose first attempts failed before that: look at the{' '}
        <a href={callsHref({})}>newest calls</a>.
      </li>
      <li>
        Single calls are kept for days, their counts for years: an old one can only be explored as a number.
      </li>
    </>
  );
}

function NoMatch({ asked }: Pick<CallsPage, 'asked'>): VNode {
  const isNarrow = [asked.provider, asked.model, asked.service, asked.outcome].some((text) => text !== '');
  return (
    <>
      {isNarrow && (
        <li>
          Names are exact, as the wall shows them.{' '}
          <a href={callsHref({ from: asked.from, until: asked.until })}>Ask for every call in this time</a>.
        </li>
      )}
      <li>Take a longer time. Single calls are kept for days, their counts for years.</li>
      <li>
        No calls at all? <a href="/">The wall</a> says how an app reports. Sources that only tell metrics have
        no single calls.
      </li>
    </>
  );
}
