import type { ComponentChildren, VNode } from 'preact';
import { Mark } from './state-mark.tsx';

interface FilterFormProps {
  readonly action: string;
  readonly label: string;
  /** What is wrong with the question, in words. */
  readonly problem: string | null;
  readonly children: ComponentChildren;
}

/** A question that becomes the address: it works without JavaScript, and can be sent to a colleague. */
export function FilterForm({ action, label, problem, children }: FilterFormProps): VNode {
  return (
    <form class="filter" action={action} method="get" aria-label={label}>
      {problem !== null && (
        <p class="filter-problem">
          <Mark tone="degraded" shape="triangle" word="Not answered." /> {problem}
        </p>
      )}
      <div class="filter-fields">
        {children}
        <p class="filter-buttons">
          <button type="submit">Show</button>
          <a href={action}>Reset</a>
        </p>
      </div>
    </form>
  );
}

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  /** Values that are known to exist; more than once, or empty, where nobody told. */
  readonly suggestions?: readonly string[];
  readonly size?: 'time' | 'id';
}

/** Uncontrolled: the page is drawn again every second and must not take back what somebody is typing. */
export function TextField({
  name,
  label,
  value,
  placeholder,
  suggestions = [],
  size,
}: TextFieldProps): VNode {
  const known = [...new Set(suggestions)].filter(Boolean);
  const listId = known.length > 0 ? `known-${name}` : undefined;
  return (
    <label class={size === undefined ? 'field' : `field field-${size}`}>
      <span>{label}</span>
      <input
        type="text"
        name={name}
        defaultValue={value}
        placeholder={placeholder}
        list={listId}
        maxLength={200}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
      />
      {listId !== undefined && (
        <datalist id={listId}>
          {known.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </label>
  );
}

interface TimeFieldsProps {
  readonly from: string;
  readonly until: string;
}

export function TimeFields({ from, until }: TimeFieldsProps): VNode {
  return (
    <>
      <TextField name="from" label="From (UTC)" value={from} placeholder="2026-06-22T14:00Z" size="time" />
      <TextField name="until" label="Until (UTC)" value={until} placeholder="now" size="time" />
    </>
  );
}
