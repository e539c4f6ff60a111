import type { Wall } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Connection, liveness } from '../live/liveness.ts';
import { Screen, type Viewer } from '../screen.tsx';
import { EmptyWall } from './empty-wall.tsx';
import { Headline } from './headline.tsx';
import { OpenIncidents, ResolvedIncidents } from './incident-list.tsx';
import { StripNumbers } from './strip-numbers.tsx';
import { VendorTable } from './vendor-table.tsx';

export interface WallPageProps extends Viewer {
  readonly wall: Wall;
  readonly nowMs: number;
  readonly connection: Connection;
  readonly announcement: string;
}

/** The page an on-call engineer opens first: the answer, the evidence, then every vendor and model. */
export function WallPage({ wall, ...live }: WallPageProps): VNode {
  // Drawn once per wall; the clock that ticks every second needs only the header and the incidents.
  const vendors = useMemo(() => <Vendors wall={wall} />, [wall]);
  const { nowMs, connection } = live;
  const isStale =
    wall.collector.state !== 'starting' && liveness(connection, wall.dataAtMs, nowMs).kind === 'stale';
  return (
    <Screen kind="wall" site={wall} {...live}>
      <Headline wall={wall} nowMs={nowMs} isStale={isStale} />
      <OpenIncidents wall={wall} nowMs={nowMs} />
      {vendors}
      <ResolvedIncidents wall={wall} nowMs={nowMs} />
    </Screen>
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
