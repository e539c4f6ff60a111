import type { SloView } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { formatDateTime } from '../format.ts';
import { Screen, type ScreenProps } from '../screen.tsx';
import { SloEntry } from './slo-entry.tsx';
import { groupByObjective, headlineOf, omittedInWords } from './summary.ts';

/** Whether we keep what we promised, worst first. */
export function SlosScreen({ page, ...live }: ScreenProps<'slos'>): VNode {
  const { slos, untilMs, omitted } = page;
  // Drawn once per evaluation; the clock that ticks every second needs only the header.
  const groups = useMemo(() => untilMs !== null && <Groups slos={slos} untilMs={untilMs} />, [slos, untilMs]);
  return (
    <Screen kind="slos" site={page} {...live}>
      <section class="headline" aria-labelledby="headline">
        {untilMs !== null && (
          <p class="dateline">
            <time dateTime={new Date(untilMs).toISOString()}>{formatDateTime(untilMs)}</time>
          </p>
        )}
        <h1 id="headline">{headlineOf(page)}</h1>
        <p class="summary">{summaryOf(page)}</p>
      </section>
      {slos.length > 0 ? groups : <NoSlos />}
      {omitted > 0 && <p class="aside left-out">{omittedInWords(omitted)}</p>}
    </Screen>
  );
}

function summaryOf({
  untilMs,
  slos,
}: {
  readonly untilMs: number | null;
  readonly slos: readonly SloView[];
}): string {
  if (untilMs === null)
    return 'The first evaluation comes within a minute of the start; this page then shows it.';
  if (slos.length === 0) return 'Every provider, model and service gets one with its first call.';
  return 'A budget is the share of bad calls that the objective allows. Calls count, not attempts: a retry that saved the user is good.';
}

function NoSlos(): VNode {
  return (
    <section class="first-steps" aria-labelledby="slo-steps">
      <h2 id="slo-steps">What comes next</h2>
      <ol>
        <li>
          Nothing has to be configured: objectives for providers, models and services come with their calls.
        </li>
        <li>
          Your own go into <code>faultline.yaml</code> under <code>slo</code>, or come as OpenSLO documents.
          See docs/configuration.md and docs/slo-and-incidents.md.
        </li>
        <li>
          No calls either? <a href="/">The wall</a> says how an app reports.
        </li>
      </ol>
    </section>
  );
}

interface GroupsProps {
  readonly slos: readonly SloView[];
  readonly untilMs: number;
}

function Groups({ slos, untilMs }: GroupsProps): VNode {
  return (
    <>
      {groupByObjective(slos).map(([name, members]) => (
        <section key={name} class="slo-group" aria-labelledby={`objective-${name}`}>
          <h2 id={`objective-${name}`}>{name}</h2>
          <ul>
            {members.map((slo) => (
              <SloEntry key={slo.id} slo={slo} untilMs={untilMs} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
