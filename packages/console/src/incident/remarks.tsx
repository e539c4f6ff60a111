import type { IncidentHead } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { saveRemark } from './save-remark.ts';

interface RemarksProps {
  readonly incident: IncidentHead;
}

/** A note, or the word that it was not the vendor. Needs the script: without it nobody can write. */
export function Remarks({ incident }: RemarksProps): VNode {
  const [isReady, setIsReady] = useState(false);
  useEffect(() => setIsReady(true), []);
  return (
    <section class="remarks" aria-labelledby="remarks-title">
      <h2 id="remarks-title">Say something</h2>
      {isReady ? (
        <RemarkForm incident={incident} />
      ) : (
        <p class="aside">Notes are written with JavaScript on.</p>
      )}
    </section>
  );
}

const authorKey = 'faultline-author';

function RemarkForm({ incident }: RemarksProps): VNode {
  const [author, setAuthor] = useState(() => localStorage.getItem(authorKey) ?? '');
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState('');
  const isDisputed = incident.feedback === 'not_the_vendor';

  const send = async (path: 'notes' | 'feedback', body: Readonly<Record<string, string>>): Promise<void> => {
    localStorage.setItem(authorKey, author);
    setAnswer('Saving …');
    const problem = await saveRemark(incident.id, path, { author, ...body });
    setAnswer(problem ?? 'Saved. It appears above within seconds.');
    if (problem === null) setText('');
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void send('notes', { text });
  };
  const dispute = (): void => {
    void send('feedback', { verdict: isDisputed ? 'right' : 'not_the_vendor', text });
  };

  return (
    <form class="form" onSubmit={submit}>
      <label>
        Your name
        <input
          name="author"
          value={author}
          maxLength={100}
          required
          autoComplete="name"
          onInput={(event) => setAuthor(event.currentTarget.value)}
        />
      </label>
      <label>
        Note
        <textarea
          name="text"
          rows={3}
          maxLength={4000}
          required
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <p class="buttons">
        <button type="submit">Add the note</button>
        <button type="button" class="quiet-button" disabled={author.trim() === ''} onClick={dispute}>
          {isDisputed ? 'It is the vendor after all' : 'It is not the vendor'}
        </button>
      </p>
      <p class="aside" role="status">
        {answer}
      </p>
    </form>
  );
}
