import type { PageKind } from '@faultline/conventions';
import type { VNode } from 'preact';
import type { Liveness } from '../live/liveness.ts';
import { Mark } from './state-mark.tsx';

interface Destination {
  readonly href: string;
  readonly word: string;
  /** Kinds of pages that lie behind it. */
  readonly kinds: readonly PageKind[];
}

const destinations: readonly Destination[] = [
  { href: '/', word: 'Wall', kinds: ['wall'] },
  { href: '/incidents', word: 'Incidents', kinds: ['incidents', 'incident'] },
  { href: '/slos', word: 'SLOs', kinds: ['slos'] },
  { href: '/explore', word: 'Explore', kinds: ['explore'] },
  { href: '/calls', word: 'Calls', kinds: ['calls', 'trace'] },
];

interface HeaderProps {
  readonly state: Liveness;
  readonly current: PageKind;
}

export function SiteHeader({ state, current }: HeaderProps): VNode {
  return (
    <header class="site-header">
      <Logo />
      <nav aria-label="Pages">
        {destinations.map(({ href, word, kinds }) => (
          <a key={href} href={href} aria-current={kinds.includes(current) ? 'page' : undefined}>
            {word}
          </a>
        ))}
      </nav>
      <p class="live">
        <LiveMark state={state} /> <span class="live-detail">{state.detail}</span>
      </p>
    </header>
  );
}

export function Logo(): VNode {
  return (
    <a class="logo" href="/">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
        <path d="M2 14h5l2.6-9 4.6 15 2.8-8.5H22" />
      </svg>
      Faultline
    </a>
  );
}

function LiveMark({ state }: { readonly state: Liveness }): VNode {
  switch (state.kind) {
    case 'live':
      return <Mark tone="ok" shape="circle" word={state.word} />;
    case 'reconnecting':
      return <Mark tone="degraded" shape="ring" word={state.word} />;
    case 'stale':
      return <Mark tone="degraded" shape="triangle" word={state.word} />;
    case 'still':
      return <Mark tone="unknown" shape="ring" word={state.word} />;
  }
}
