import type { ExplorePage } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { callsHref, exploreHref } from '../parts/links.ts';
import { TimePresets } from '../parts/time-presets.tsx';
import { Unbroken } from '../parts/unbroken.tsx';
import { Screen, type ScreenProps } from '../screen.tsx';
import { ChartSection } from './chart-section.tsx';
import { ExploreForm } from './explore-form.tsx';
import { headlineOf, rangeInWords } from './headline.ts';
import { ModelTable } from './model-table.tsx';

/** What became of attempts, by vendor and model, for any time and any part of them. */
export function ExploreScreen({ page, nowMs, ...live }: ScreenProps<'explore'>): VNode {
  const { asked, answer, problem } = page;
  // Drawn once per answer; the clock that ticks every second needs only the header and the presets.
  const content = useMemo(() => <Answer asked={asked} answer={answer} />, [asked, answer]);
  return (
    <Screen kind="explore" site={page} nowMs={nowMs} {...live}>
      <section class="headline" aria-labelledby="headline">
        <h1 id="headline">
          <Unbroken text={headlineOf(page)} name={asked.model} />
        </h1>
        {answer !== null && <p class="summary">{rangeInWords(answer)}</p>}
      </section>
      <ExploreForm asked={asked} problem={problem} answer={answer} />
      <TimePresets
        nowMs={nowMs}
        shownMs={answer !== null && asked.until === '' ? answer.untilMs - answer.fromMs : null}
        hrefOf={(from) => exploreHref({ ...asked, from, until: '' })}
      />
      {content}
    </Screen>
  );
}

type AnswerProps = Pick<ExplorePage, 'asked' | 'answer'>;

function Answer({ asked, answer }: AnswerProps): VNode | null {
  if (answer === null) return null;
  if (answer.series.length === 0) return <Nothing asked={asked} />;
  return (
    <>
      <ModelTable asked={asked} answer={answer} />
      {answer.omitted > 0 && (
        <p class="aside left-out">
          {answer.omitted === 1 ? 'One model' : `${answer.omitted} models`} with fewer attempts left out: ask
          for a vendor or a model to see them.
        </p>
      )}
      <p class="onward">
        <a href={callsHref(asked)}>The calls behind these numbers</a>
      </p>
      <ChartSection answer={answer} />
    </>
  );
}

function Nothing({ asked }: Pick<ExplorePage, 'asked'>): VNode {
  const isNarrow = asked.provider !== '' || asked.model !== '' || asked.service !== '';
  return (
    <section class="first-steps" aria-labelledby="nothing-title">
      <h2 id="nothing-title">What to try</h2>
      <ol>
        {isNarrow && (
          <li>
            Names are exact, as the wall shows them.{' '}
            <a href={exploreHref({ from: asked.from, until: asked.until })}>
              Ask for everything in this time
            </a>
            .
          </li>
        )}
        <li>Take a longer time: one of the links above, or times of your own.</li>
        <li>
          Nothing anywhere? <a href="/">The wall</a> says how an app reports.
        </li>
      </ol>
    </section>
  );
}
