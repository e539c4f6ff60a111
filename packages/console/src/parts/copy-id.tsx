import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface CopyIdProps {
  readonly text: string;
  /** What it is: "request id of attempt 1". */
  readonly name: string;
}

/** An id that somebody will paste into a ticket: one click selects all of it; with the script a button copies it. */
export function CopyId({ text, name }: CopyIdProps): VNode {
  return (
    <span class="copy-id">
      <code class="id">{text}</code>
      <CopyButton text={text} name={name} />
    </span>
  );
}

const saidForMs = 2000;

function CopyButton({ text, name }: CopyIdProps): VNode {
  const [canCopy, setCanCopy] = useState(false);
  const [answer, setAnswer] = useState<'' | 'Copied' | 'Not copied'>('');
  // Only secure origins have a clipboard; a button that can do nothing is none.
  useEffect(() => setCanCopy(navigator.clipboard !== undefined), []);
  useEffect(() => {
    if (answer === '') return;
    const timer = setTimeout(() => setAnswer(''), saidForMs);
    return () => clearTimeout(timer);
  }, [answer]);

  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setAnswer('Copied'),
      () => setAnswer('Not copied'),
    );
  };
  return (
    <span class="copy-place">
      {canCopy && (
        <button type="button" class="copy" onClick={copy}>
          {answer === '' ? 'Copy' : answer}
          <span class="unseen"> {name}</span>
        </button>
      )}
    </span>
  );
}
