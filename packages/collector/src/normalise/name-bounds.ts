import type { Rows } from '../model/call.ts';
import { RecentNames } from './recent-names.ts';

/**
 * Everything behind the intake grows with the number of names: series of the detector, rows of the wall, cells of the
 * rollups. These are several times what a large fleet has; what mints names in a loop must not go on for ever.
 */
export interface NameLimits {
  readonly providersMax: number;
  /** Of one provider, so that who mints names of one takes no place from the others. */
  readonly modelsOfProviderMax: number;
  readonly modelsMax: number;
  readonly servicesMax: number;
  readonly environmentsMax: number;
  /** Regions and credentials of a model: what the detector keeps a memory for each of. */
  readonly seriesMax: number;
}

export const defaultNameLimits: NameLimits = {
  providersMax: 200,
  modelsOfProviderMax: 500,
  modelsMax: 2_000,
  servicesMax: 1_000,
  environmentsMax: 100,
  seriesMax: 5_000,
};

/** What a name is counted as that is one too many; as in the labels of metrics. */
export const otherName = 'other';

export interface NameBounds {
  /** The same rows, but for names beyond the limits. */
  bound(rows: Rows, nowMs: number): { readonly rows: Rows; readonly replaced: number };
}

interface Names {
  readonly provider: string;
  readonly model: string;
  readonly region?: string;
  readonly credential?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly responseModel?: string;
}

export function createNameBounds(limits: NameLimits = defaultNameLimits): NameBounds {
  const known = new KnownNames(limits);
  return {
    bound(rows, nowMs) {
      const bounded = new BoundedTables(known, nowMs);
      const { calls, attempts, metered, started, inFlight } = rows;
      const all: Rows = {
        ...rows,
        calls: bounded.table(calls),
        attempts: bounded.table(attempts),
        ...(metered ? { metered: bounded.table(metered) } : {}),
        ...(started ? { started: bounded.table(started) } : {}),
        ...(inFlight
          ? { inFlight: inFlight.map((report) => ({ ...report, calls: bounded.table(report.calls) })) }
          : {}),
      };
      return { rows: all, replaced: bounded.replaced };
    },
  };
}

class BoundedTables {
  replaced = 0;
  readonly #known: KnownNames;
  readonly #nowMs: number;

  constructor(known: KnownNames, nowMs: number) {
    this.#known = known;
    this.#nowMs = nowMs;
  }

  /** The same list where nothing is changed, which is nearly always. */
  table<Row extends Names>(rows: readonly Row[]): readonly Row[] {
    let bounded: Row[] | undefined;
    for (const [place, row] of rows.entries()) {
      const own = this.#known.bound(row, this.#nowMs);
      if (own === row) continue;
      bounded ??= [...rows];
      bounded[place] = own;
      this.replaced += 1;
    }
    return bounded ?? rows;
  }
}

class KnownNames {
  readonly #limits: NameLimits;
  readonly #providers: RecentNames;
  readonly #models: RecentNames;
  readonly #modelsOf = new Map<string, RecentNames>();
  readonly #services: RecentNames;
  readonly #environments: RecentNames;
  readonly #series: RecentNames;

  constructor(limits: NameLimits) {
    this.#limits = limits;
    this.#providers = new RecentNames(limits.providersMax);
    this.#models = new RecentNames(limits.modelsMax);
    this.#services = new RecentNames(limits.servicesMax);
    this.#environments = new RecentNames(limits.environmentsMax);
    this.#series = new RecentNames(limits.seriesMax);
  }

  bound<Row extends Names>(row: Row, nowMs: number): Row {
    const { responseModel, service, environment } = row;
    const provider = within(this.#providers, row.provider, nowMs);
    const model = this.#modelWithin(provider, row.model, nowMs);
    const answered = responseModel && this.#modelWithin(provider, responseModel, nowMs);
    const own = {
      service: service && within(this.#services, service, nowMs),
      environment: environment && within(this.#environments, environment, nowMs),
    };
    const isOwnSeries = this.#admitsSeries(row, provider, model, nowMs);
    const isSame =
      isOwnSeries &&
      provider === row.provider &&
      model === row.model &&
      answered === responseModel &&
      own.service === service &&
      own.environment === environment;
    if (isSame) return row;
    return {
      ...row,
      ...{ provider, model },
      ...(answered === undefined ? {} : { responseModel: answered }),
      ...(service === undefined ? {} : { service: own.service }),
      ...(environment === undefined ? {} : { environment: own.environment }),
      ...(isOwnSeries ? {} : { region: otherName, credential: otherName }),
    };
  }

  #modelWithin(provider: string, model: string, nowMs: number): string {
    if (model === '' || model === otherName) return model;
    const isAdmitted =
      this.#modelsOfProvider(provider).admits(model, nowMs) &&
      this.#models.admits(`${provider}\n${model}`, nowMs);
    return isAdmitted ? model : otherName;
  }

  #modelsOfProvider(provider: string): RecentNames {
    const known = this.#modelsOf.get(provider);
    if (known) return known;
    // Of a provider that is forgotten the models are too.
    for (const name of this.#modelsOf.keys())
      if (name !== otherName && !this.#providers.knows(name)) this.#modelsOf.delete(name);
    const own = new RecentNames(this.#limits.modelsOfProviderMax);
    this.#modelsOf.set(provider, own);
    return own;
  }

  #admitsSeries(
    { region = '', credential = '' }: Names,
    provider: string,
    model: string,
    nowMs: number,
  ): boolean {
    if (region === '' && credential === '') return true;
    return this.#series.admits(`${provider}\n${model}\n${region}\n${credential}`, nowMs);
  }
}

function within(names: RecentNames, name: string, nowMs: number): string {
  return name === '' || name === otherName || names.admits(name, nowMs) ? name : otherName;
}
