import type { Page, Wall } from '@faultline/conventions';
import {
  listPage,
  refusedCallsPage,
  tracePage,
  unfinishedPage,
  unmatchedPage,
} from './calls/calls.fixture.ts';
import { emptyExplorePage, outagePage, refusedExplorePage } from './explore/explore.fixture.ts';
import { incidentsPage, samplePage } from './sample-incident.fixture.ts';
import { emptyWall, localNetworkWall, normalWall, outageWall, sampleSite } from './sample-walls.fixture.ts';
import { burningPage, calmPage, unevaluatedPage } from './slos/slos.fixture.ts';

const wallPage = (wall: Wall): Page => ({ kind: 'wall', wall });

/** All of them: what holds for every page is asked of each. */
export const samplePages: Readonly<Record<string, Page>> = {
  outageWall: wallPage(outageWall),
  normalWall: wallPage(normalWall),
  emptyWall: wallPage(emptyWall),
  localNetworkWall: wallPage(localNetworkWall),
  incidentPage: samplePage,
  incidentsPage,
  ...{ burningPage, calmPage, unevaluatedPage },
  ...{ outagePage, emptyExplorePage, refusedExplorePage },
  ...{ listPage, unmatchedPage, refusedCallsPage, tracePage, unfinishedPage },
  problemPage: { kind: 'problem', ...sampleSite, title: 'Nothing here', detail: 'No incident has this id.' },
};
