import {
  type HealthState,
  type ModelView,
  type ProviderView,
  providerDisplayName,
  type SourceView,
  type SourceVisibility,
  type VisibilityGrade,
  type Wall,
} from '@faultline/conventions';
import { metricsSource } from '../../../model/metrics-source.ts';
import type { SourceCount } from '../../../model/source-count.ts';
import type { VisibilityTable } from '../../../model/visibility.ts';
import type { ModelTraffic } from '../../../store/store.ts';

export interface CatalogueInput {
  readonly traffic: readonly ModelTraffic[];
  readonly sources: readonly SourceCount[];
  readonly wall: Pick<Wall, 'vendors'>;
  readonly table: VisibilityTable;
}

/** In the order of their names. */
export function modelViews({ traffic, sources, wall, table }: CatalogueInput): readonly ModelView[] {
  return traffic.map(({ provider, model, attempts, bad, timeToFirstChunkP95Ms }) => {
    const own = sources.filter((source) => source.provider === provider && source.model === model);
    const names = [...new Set(own.map(({ source }) => source))].sort();
    return {
      ...{ provider, model, state: stateOf(wall, provider, model), attempts, bad, timeToFirstChunkP95Ms },
      visibility: best(names.map((name) => visibilityOf(table, name).grade)),
      sources: names,
    };
  });
}

/** In the order of their names. */
export function providerViews(input: CatalogueInput): readonly ProviderView[] {
  const models = modelViews(input);
  return [...new Set(models.map(({ provider }) => provider))].map((provider) => {
    const own = models.filter((model) => model.provider === provider);
    const sum = (field: 'attempts' | 'bad'): number => own.reduce((total, model) => total + model[field], 0);
    return {
      ...{ provider, displayName: providerDisplayName(provider) },
      state: input.wall.vendors.find((vendor) => vendor.provider === provider)?.state ?? 'unknown',
      ...{ attempts: sum('attempts'), bad: sum('bad') },
      visibility: best(own.map(({ visibility }) => visibility)),
      models: own,
    };
  });
}

/** One for each service, environment, dialect and vantage; those that told most first. */
export function sourceViews({
  sources,
  table,
}: Pick<CatalogueInput, 'sources' | 'table'>): readonly SourceView[] {
  const groups = new Map<string, SourceCount[]>();
  for (const count of sources) {
    const name = JSON.stringify([count.service, count.environment, count.source, count.vantage]);
    const group = groups.get(name);
    if (group) group.push(count);
    else groups.set(name, [count]);
  }
  return [...groups.values()]
    .map((counts) => {
      const { service, environment, source, vantage } = counts[0] as SourceCount;
      return {
        ...{ service, environment, source, vantage },
        providers: [...new Set(counts.map(({ provider }) => provider))].sort(),
        calls: counts.reduce((total, { calls }) => total + calls, 0),
        attempts: counts.reduce((total, { attempts }) => total + attempts, 0),
        lastEndMs: Math.max(...counts.map(({ lastEndMs }) => lastEndMs)),
        visibility: visibilityOf(table, source),
      };
    })
    .sort((a, b) => b.calls - a.calls);
}

function stateOf({ vendors }: Pick<Wall, 'vendors'>, provider: string, model: string): HealthState {
  const vendor = vendors.find((each) => each.provider === provider);
  return vendor?.models.find((each) => each.model === model)?.state ?? 'unknown';
}

function visibilityOf(table: VisibilityTable, source: string): SourceVisibility {
  const own = Object.hasOwn(table, source) ? table[source] : undefined;
  const { failures, httpStatus, attempts, timeToFirstChunk, caveat } = own ?? table.gen_ai;
  const seen = attempts === 'full' ? 'attempts' : 'calls';
  const grade = source === metricsSource ? 'metrics' : seen;
  return { grade, failures, httpStatus, attempts, timeToFirstChunk, caveat };
}

const grades: readonly VisibilityGrade[] = ['attempts', 'calls', 'metrics'];

/** Whatever else tells less, this much can be seen. */
function best(found: readonly (VisibilityGrade | null)[]): VisibilityGrade | null {
  return grades.find((grade) => found.includes(grade)) ?? null;
}
