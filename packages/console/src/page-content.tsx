import type { Page } from '@faultline/conventions';
import type { VNode } from 'preact';
import { CallsScreen } from './calls/calls-screen.tsx';
import { TraceScreen } from './calls/trace-screen.tsx';
import { ExploreScreen } from './explore/explore-screen.tsx';
import { IncidentScreen } from './incident/incident-screen.tsx';
import { IncidentsScreen } from './incident/incidents-screen.tsx';
import type { Connection } from './live/liveness.ts';
import { ProblemScreen } from './problem-screen.tsx';
import type { Viewer } from './screen.tsx';
import { SlosScreen } from './slos/slos-screen.tsx';
import { WallPage } from './wall/wall-page.tsx';

/** A page, and how live it is. */
export interface LivePage {
  readonly page: Page;
  readonly connection: Connection;
  /** The collector's clock, to the second. */
  readonly nowMs: number;
  /** For a live region: what changed last. */
  readonly announcement: string;
}

/** The screen that a page is drawn on. */
export function PageContent({ page, ...live }: LivePage & Viewer): VNode {
  switch (page.kind) {
    case 'wall':
      return <WallPage wall={page.wall} {...live} />;
    case 'incidents':
      return <IncidentsScreen page={page} {...live} />;
    case 'incident':
      return <IncidentScreen page={page} {...live} />;
    case 'problem':
      return <ProblemScreen page={page} {...live} />;
    case 'slos':
      return <SlosScreen page={page} {...live} />;
    case 'explore':
      return <ExploreScreen page={page} {...live} />;
    case 'calls':
      return <CallsScreen page={page} {...live} />;
    case 'trace':
      return <TraceScreen page={page} {...live} />;
  }
}
