import { type CallsPage, outcomes } from '@faultline/conventions';
import type { VNode } from 'preact';
import { FilterForm, TextField, TimeFields } from '../parts/filter-form.tsx';
import { oneOutcomeInWords } from '../words.ts';

export function CallsForm({ asked, problem, calls }: Omit<CallsPage, 'nextHref'>): VNode {
  return (
    <FilterForm action="/calls" label="Which calls" problem={problem}>
      <TextField
        name="id"
        label="Trace id, or request id of the vendor"
        value={asked.id}
        placeholder="any"
        size="id"
      />
      <TextField
        name="provider"
        label="Provider"
        value={asked.provider}
        placeholder="any"
        suggestions={calls.map(({ provider }) => provider).sort()}
      />
      <TextField
        name="model"
        label="Model"
        value={asked.model}
        placeholder="any"
        suggestions={calls.map(({ model }) => model).sort()}
      />
      <TextField
        name="service"
        label="Service"
        value={asked.service}
        placeholder="any"
        suggestions={calls.map(({ service }) => service).sort()}
      />
      <label class="field">
        <span>Outcome</span>
        <select name="outcome">
          <option value="">any</option>
          {outcomes.map((outcome) => (
            <option key={outcome} value={outcome} selected={outcome === asked.outcome}>
              {oneOutcomeInWords(outcome)}
            </option>
          ))}
        </select>
      </label>
      <TimeFields from={asked.from} until={asked.until} />
    </FilterForm>
  );
}
