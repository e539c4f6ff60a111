import type { ExplorePage } from '@faultline/conventions';
import type { VNode } from 'preact';
import { FilterForm, TextField, TimeFields } from '../parts/filter-form.tsx';

export function ExploreForm({ asked, problem, answer }: ExplorePage): VNode {
  const series = answer?.series ?? [];
  return (
    <FilterForm action="/explore" label="What to explore" problem={problem}>
      <TextField
        name="provider"
        label="Provider"
        value={asked.provider}
        placeholder="any"
        suggestions={series.map(({ provider }) => provider)}
      />
      <TextField
        name="model"
        label="Model"
        value={asked.model}
        placeholder="any"
        suggestions={series.map(({ model }) => model)}
      />
      <TextField name="service" label="Service" value={asked.service} placeholder="any" />
      <TimeFields from={asked.from} until={asked.until} />
    </FilterForm>
  );
}
