import type { Wall } from '@faultline/conventions';
import type { VNode } from 'preact';
import { Mark, StateMark } from './state-mark.tsx';

interface SiteFooterProps {
  readonly collector: Wall['collector'];
  /** Null where there is nothing to sign out of. */
  readonly signedInAs: string | null;
}

/** A console that cannot trust its own collector has to say so on every page. */
export function SiteFooter({ collector, signedInAs }: SiteFooterProps): VNode {
  return (
    <footer class="site-footer">
      <p>
        Collector <CollectorMark state={collector.state} /> <span>{collector.detail}</span>
      </p>
      <p>All times are UTC.</p>
      {signedInAs !== null && (
        <form class="sign-out" method="post" action="/logout">
          Signed in as {signedInAs}. <button type="submit">Sign out</button>
        </form>
      )}
    </footer>
  );
}

function CollectorMark({ state }: { readonly state: Wall['collector']['state'] }): VNode {
  return state === 'starting' ? (
    <Mark tone="unknown" shape="ring" word="starting" />
  ) : (
    <StateMark state={state} />
  );
}
