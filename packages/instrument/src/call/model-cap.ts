import { modelLabelsMax } from '@faultline/conventions';
import { shared } from '../once-per-process.ts';

/** Every host that nobody knows is a provider of its own. */
const providersMax = 100;

const modelsSeen: () => Map<string, Set<string>> = shared('models-seen', () => new Map());

/** The model as a metric may name it: a typo in a loop, or a hostile one, must not mint series for ever. */
export function cappedModel(provider: string, model: string): string {
  const seen = modelsSeen();
  const models = seen.get(provider);
  if (models?.has(model)) return model;
  if (models ? models.size >= modelLabelsMax : seen.size >= providersMax) return 'other';
  if (models) models.add(model);
  else seen.set(provider, new Set([model]));
  return model;
}

/** The same for the provider, once its first model has been asked for. */
export function cappedProvider(provider: string): string {
  const seen = modelsSeen();
  return seen.has(provider) || seen.size < providersMax ? provider : 'other';
}
