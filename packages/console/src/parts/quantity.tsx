import type { VNode } from 'preact';
import { nothing } from '../format.ts';

/** A formatted number; the dash of a missing one is spoken as what it means. */
export function Quantity({ text }: { readonly text: string }): VNode {
  if (text !== nothing) return <>{text}</>;
  return (
    <>
      <span aria-hidden="true">{nothing}</span>
      <span class="unseen">no data</span>
    </>
  );
}
