import { modelLabelsMax } from '@faultline/conventions';
import { oncePerProcess } from '../once-per-process.ts';

/** The model as a metric may name it: a typo in a loop, or a hostile one, must not mint series for ever. */
export function cappedModel(provider: string, model: string): string {
  const seen = oncePerProcess('models-seen', () => new Map<string, Set<string>>());
  const models = seen.get(provider) ?? new Set();
  if (models.has(model)) return model;
  if (models.size >= modelLabelsMax) return 'other';
  models.add(model);
  seen.set(provider, models);
  return model;
}
