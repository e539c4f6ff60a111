import type { Wall } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Connection, liveness, startingLiveness } from '../live/liveness.ts';
import { SiteFooter } from '../parts/site-footer.tsx';
import { SiteHeader } from '../parts/site-header.tsx';
import { EmptyWall } from './empty-wall.tsx';
import { Headline } from './headline.tsx';
import { OpenIncidents, ResolvedIncidents } from './incident-list.tsx';
import { StripNumbers } from './strip-numbers.tsx';
import { VendorTable } from './vendor-table.tsx';

export interface WallPageProps {
  readonly wall: Wall;
  readonly nowMs: number;
  readonly connection: Connection;
  readonly announcement: string;
  /** The name of the token that somebody logged in with; null when nobody had to. */
  readonly signedInAs: string | null;
}

/** The page an on-call engineer opens first: the answer, the evidence, then every vendor and model. */
export function WallPage({ wall, nowMs, connection, announcement, signedInAs }: WallPageProps): VNode {
  // Drawn once per wall; the clock that ticks every second needs only the header and the incidents.
  const vendors = useMemo(() => <Vendors wall={wall} />, [wall]);
  const starting = wall.collector.state === 'starting';
  const state = starting ? startingLiveness : liveness(connection, wall.dataAtMs, nowMs);
  return (
    <>
      <SiteHeader state={state} />
      <main>
        <Headline wall={wall} nowMs={nowMs} isStale={state.kind === 'stale'} />
        <OpenIncidents wall={wall} nowMs={nowMs} />
        {vendors}
        <ResolvedIncidents wall={wall} nowMs={nowMs} />
      </main>
      <SiteFooter collector={wall.collector} signedInAs={signedInAs} />
      <p class="unseen" role="status">
        {state.kind === 'stale' ? 'The data is stale.' : announcement}
      </p>
    </>
  );
}

function Vendors({ wall }: { readonly wall: Wall }): VNode | null {
  if (wall.collector.state === 'starting') return null;
  if (wall.vendors.length === 0) return <EmptyWall />;
  return (
    <>
      <VendorTable wall={wall} />
      <StripNumbers wall={wall} />
    </>
  );
}
