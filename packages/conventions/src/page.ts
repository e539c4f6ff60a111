import type { CallSummary, TraceView } from './calls.ts';
import type { FeedbackVerdict, IncidentPage } from './incident-page.ts';
import type { SeriesAnswer } from './series.ts';
import type { SlosAnswer } from './slo-view.ts';
import type { IncidentState, Wall, WallIncident } from './wall.ts';

/** What a page of the console is drawn from: rendered by the collector, embedded in the page, drawn again by its script. */
export type Page =
  | { readonly kind: 'wall'; readonly wall: Wall }
  | ({ readonly kind: 'incidents' } & Site & IncidentsPage)
  | ({ readonly kind: 'incident' } & Site & IncidentPage)
  | ({ readonly kind: 'slos' } & Site & SlosAnswer)
  | ({ readonly kind: 'explore' } & Site & ExplorePage)
  | ({ readonly kind: 'calls' } & Site & CallsPage)
  | ({ readonly kind: 'trace' } & Site & TraceView)
  | ({ readonly kind: 'problem' } & Site & ProblemPage);

export type PageKind = Page['kind'];

/** What every page says of the collector itself. */
export interface Site {
  /** End of the newest evaluated frame. */
  readonly dataAtMs: number;
  readonly collector: Wall['collector'];
}

export interface IncidentsPage {
  readonly fromMs: number;
  /** Newest first. */
  readonly incidents: readonly IncidentLine[];
}

export interface IncidentLine
  extends Pick<
    WallIncident,
    'id' | 'class' | 'provider' | 'models' | 'confidence' | 'firstBadMs' | 'confirmedMs' | 'resolvedMs'
  > {
  readonly state: IncidentState;
  readonly displayName: string;
  readonly sentence: string;
  readonly feedback: FeedbackVerdict | null;
  readonly mergedInto: string | null;
}

/** What was asked for, as it stands in the address: text as a person typed it, empty where nothing was asked. */
export interface ExplorePage {
  readonly asked: {
    readonly provider: string;
    readonly model: string;
    readonly service: string;
    readonly from: string;
    readonly until: string;
  };
  /** What is wrong with the question; null when it was answered. */
  readonly problem: string | null;
  readonly answer: SeriesAnswer | null;
}

export interface CallsPage {
  readonly asked: {
    readonly id: string;
    readonly provider: string;
    readonly model: string;
    readonly service: string;
    readonly outcome: string;
    readonly from: string;
    readonly until: string;
  };
  readonly problem: string | null;
  /** Newest first. */
  readonly calls: readonly CallSummary[];
  /** The address of the page behind this one; null at the end. */
  readonly nextHref: string | null;
}

/** There is nothing to show here, and why. */
export interface ProblemPage {
  readonly title: string;
  readonly detail: string;
}
