import type { Page, PageKind, Site } from '@faultline/conventions';
import type { ComponentChildren, VNode } from 'preact';
import { type Connection, liveness, startingLiveness } from './live/liveness.ts';
import { SiteFooter } from './parts/site-footer.tsx';
import { SiteHeader } from './parts/site-header.tsx';

export interface Viewer {
  /** The name of the token that somebody logged in with; null when nobody had to. */
  readonly signedInAs: string | null;
}

/** A page of one kind, how live it is, and who looks at it. */
export interface ScreenProps<Kind extends PageKind> extends Viewer {
  readonly page: Extract<Page, { readonly kind: Kind }>;
  readonly connection: Connection;
  readonly nowMs: number;
  readonly announcement: string;
}

interface FrameProps extends Viewer {
  readonly kind: PageKind;
  readonly site: Site;
  readonly connection: Connection;
  readonly nowMs: number;
  readonly announcement: string;
  readonly children: ComponentChildren;
}

/** What surrounds every screen: the header with the age of the data, the footer, and the live region. */
export function Screen({
  kind,
  site,
  connection,
  nowMs,
  announcement,
  signedInAs,
  children,
}: FrameProps): VNode {
  const starting = site.collector.state === 'starting';
  const state = starting ? startingLiveness : liveness(connection, site.dataAtMs, nowMs);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <SiteHeader state={state} current={kind} />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <SiteFooter collector={site.collector} signedInAs={signedInAs} />
      <p class="unseen" role="status">
        {state.kind === 'stale' ? 'The data is stale.' : announcement}
      </p>
    </>
  );
}
