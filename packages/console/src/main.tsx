import type { Wall } from '@faultline/conventions';
import { hydrate, type VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import './styles/console.css';
import { parseWall } from './live/parse-wall.ts';
import { useLiveWall } from './live/use-live-wall.ts';
import { pageTitle } from './page-title.ts';
import { WallPage } from './wall/wall-page.tsx';

interface LivePageProps {
  readonly first: Wall;
  readonly renderedAtMs: number;
  readonly clockAheadMs: number;
  readonly signedInAs: string | null;
}

function LivePage({ first, renderedAtMs, clockAheadMs, signedInAs }: LivePageProps): VNode {
  const live = useLiveWall(first, renderedAtMs, clockAheadMs);
  const title = pageTitle(live.wall);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return <WallPage {...live} signedInAs={signedInAs} />;
}

/** When this page's first byte arrived, by this machine's clock. */
function receivedAtMs(): number {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return performance.timeOrigin + (navigation?.responseStart ?? 0);
}

function start(): void {
  const root = document.getElementById('app');
  const first = parseWall(document.getElementById('wall')?.textContent ?? '');
  // Without them the page stays what the server rendered: complete, and marked as a snapshot.
  if (!root || !first) return;
  const renderedAtMs = Number(root.dataset.renderedAtMs);
  const clockAheadMs = receivedAtMs() - renderedAtMs;
  const signedInAs = root.dataset.signedInAs ?? null;
  hydrate(<LivePage {...{ first, renderedAtMs, clockAheadMs, signedInAs }} />, root);
}

start();
