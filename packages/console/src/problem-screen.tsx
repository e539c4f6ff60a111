import type { VNode } from 'preact';
import { Screen, type ScreenProps } from './screen.tsx';

/** Nothing to show, why, and where to go on. */
export function ProblemScreen({ page, ...live }: ScreenProps<'problem'>): VNode {
  return (
    <Screen kind="problem" site={page} {...live}>
      <section class="headline" aria-labelledby="headline">
        <h1 id="headline">{page.title}</h1>
        <p class="summary">{page.detail}</p>
        <p class="onward">
          <a href="/">To the wall</a>
        </p>
      </section>
    </Screen>
  );
}
