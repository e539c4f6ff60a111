import type { Wall } from '@faultline/conventions';
import type { VNode } from 'preact';
import { Mark, StateMark } from './state-mark.tsx';

/** A console that cannot trust its own collector has to say so on every page. */
export function SiteFooter({ collector }: { readonly collector: Wall['collector'] }): VNode {
  return (
    <footer class="site-footer">
      <p>
        Collector <CollectorMark state={collector.state} /> <span>{collector.detail}</span>
      </p>
      <p>All times are UTC.</p>
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
