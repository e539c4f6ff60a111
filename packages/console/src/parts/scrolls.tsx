import type { ComponentChildren, VNode } from 'preact';

interface ScrollsProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** What is wider than a phone scrolls by itself, so that the page never does. */
export function Scrolls({ label, children }: ScrollsProps): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways; keys must reach it (WCAG 2.1.1)
    <section class="scrolls" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
