import type { Page } from '@faultline/conventions';
import { hydrate, type VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import './styles/console.css';
import { parsePage } from './live/parse-page.ts';
import { useLivePage } from './live/use-live-page.ts';
import { PageContent } from './page-content.tsx';
import { pageTitle } from './page-title.ts';

interface AppProps {
  readonly first: Page;
  readonly renderedAtMs: number;
  readonly clockAheadMs: number;
  readonly signedInAs: string | null;
}

function App({ first, renderedAtMs, clockAheadMs, signedInAs }: AppProps): VNode {
  const live = useLivePage(first, renderedAtMs, clockAheadMs);
  const title = pageTitle(live.page);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return <PageContent {...live} signedInAs={signedInAs} />;
}

/** When this page's first byte arrived, by this machine's clock. */
function receivedAtMs(): number {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return performance.timeOrigin + (navigation?.responseStart ?? 0);
}

function start(): void {
  const root = document.getElementById('app');
  const first = parsePage(document.getElementById('page')?.textContent ?? '');
  // Without them the page stays what the server rendered: complete, and marked as a snapshot.
  if (!root || !first) return;
  const renderedAtMs = Number(root.dataset.renderedAtMs);
  const clockAheadMs = receivedAtMs() - renderedAtMs;
  const signedInAs = root.dataset.signedInAs ?? null;
  hydrate(<App {...{ first, renderedAtMs, clockAheadMs, signedInAs }} />, root);
}

start();
