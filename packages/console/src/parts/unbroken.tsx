import type { VNode } from 'preact';

interface UnbrokenProps {
  readonly text: string;
  readonly name: string;
}

/** A sentence in which a model's name is broken only where it is longer than the line: "claude-opus-4-" reads like another. */
export function Unbroken({ text, name }: UnbrokenProps): VNode {
  const at = name === '' ? -1 : text.indexOf(name);
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <span class="unbroken">{name}</span>
      {text.slice(at + name.length)}
    </>
  );
}
