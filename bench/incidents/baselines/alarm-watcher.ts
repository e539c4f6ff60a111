import type { Frame, SeriesFrame } from '../../../packages/collector/src/model/frame.ts';
import type { Outcome } from '../../../packages/conventions/src/index.ts';
import type { Said } from '../score.ts';
import type { SeriesRule } from './series-rule.ts';

/** What a status code or a missing one tells, and what a dashboard would call it. */
const reasonOf: Readonly<Partial<Record<Outcome, Reason>>> = {
  vendor_error: 'vendor',
  overloaded: 'vendor',
  timeout: 'vendor',
  stalled: 'vendor',
  network: 'connection',
  rate_limited: 'rate_limit',
  quota_exhausted: 'rate_limit',
  auth: 'credential',
  caller_error: 'client_error',
};
type Reason = 'vendor' | 'connection' | 'rate_limit' | 'credential' | 'client_error';
type Reasons = Partial<Record<Reason, number>>;

/** Why a series alarms is what most of its failures were, from so long before the alarm on. */
const reasonSpanMs = 60_000;
/** Nobody would look at a rule that has seen less. */
const warmUpMs = 600_000;
/** An alarm is over when it has been silent for so long. */
const holdMs = 60_000;

interface Watched {
  readonly provider: string;
  readonly model: string;
  readonly rule: SeriesRule;
  readonly recent: { readonly atMs: number; readonly reasons: Reasons }[];
  /** Null while it does not alarm. */
  alarm: Reasons | null;
}

/** All that alarms at one vendor at a time. */
interface Alarm {
  readonly incident: string;
  lastMs: number;
  said: string;
  last: Said;
}

/**
 * What people build from alarms on single series: those of one vendor at one time are one incident, called by what most
 * of its failures are and by how many models alarm.
 */
export class AlarmWatcher {
  readonly #createRule: () => SeriesRule;
  readonly #knownAtSeconds: (frame: Frame) => number;
  readonly #series = new Map<string, Watched>();
  readonly #alarms = new Map<string, Alarm>();
  #opened = 0;
  #firstMs = Number.NaN;

  constructor(createRule: () => SeriesRule, knownAtSeconds: (frame: Frame) => number) {
    this.#createRule = createRule;
    this.#knownAtSeconds = knownAtSeconds;
  }

  observe(frame: Frame): readonly Said[] {
    const atMs = frame.startMs + frame.widthMs;
    if (Number.isNaN(this.#firstMs)) this.#firstMs = frame.startMs;
    this.#observeSeries(frame, atMs);
    const t = this.#knownAtSeconds(frame);
    return [...this.#speak(atMs, t), ...this.#fallSilent(atMs, t)];
  }

  #observeSeries(frame: Frame, atMs: number): void {
    const present = new Map(frame.series.map((each) => [keyOf(each), each]));
    for (const [key, { provider, model }] of present) {
      if (this.#series.has(key)) continue;
      const rule = this.#createRule();
      this.#series.set(key, { provider, model, rule, recent: [], alarm: null });
    }
    for (const [key, watched] of this.#series) {
      const counts = present.get(key);
      const reasons = reasonsOf(counts);
      const bad = Object.values(reasons).reduce((sum, count) => sum + count, 0);
      const isAlarming = watched.rule.observe({ atMs, attempts: counts?.attempts ?? 0, bad });
      note(watched, { atMs, reasons }, isAlarming && atMs - this.#firstMs >= warmUpMs);
    }
  }

  #speak(atMs: number, t: number): readonly Said[] {
    const byProvider = new Map<string, Watched[]>();
    for (const watched of this.#series.values()) {
      if (watched.alarm === null) continue;
      const list = byProvider.get(watched.provider);
      if (list) list.push(watched);
      else byProvider.set(watched.provider, [watched]);
    }
    const reasons = new Map([...byProvider].map(([provider, list]) => [provider, mostOf(list)]));
    const cutOff = [...reasons.values()].filter((reason) => reason === 'connection').length;
    return [...byProvider].flatMap(([provider, list]) => {
      const models = [...new Set(list.map(({ model }) => model))].sort();
      const isOurs = this.#alarms.get(provider)?.last.class === 'local_network';
      const name = className(reasons.get(provider) ?? 'vendor', models.length, isOurs ? 2 : cutOff);
      return this.#say(provider, name, models, atMs, t) ?? [];
    });
  }

  #say(provider: string, name: string, models: readonly string[], atMs: number, t: number): Said | undefined {
    const known = this.#alarms.get(provider);
    const incident = known?.incident ?? String(++this.#opened);
    const last = { t, incident, state: 'confirmed', class: name, kind: 'errors', provider, models };
    const said = `${name} ${models.join(' ')}`;
    this.#alarms.set(provider, { incident, lastMs: atMs, said, last });
    return known?.said === said ? undefined : last;
  }

  #fallSilent(atMs: number, t: number): readonly Said[] {
    return [...this.#alarms].flatMap(([provider, { lastMs, last }]) => {
      if (atMs - lastMs < holdMs) return [];
      this.#alarms.delete(provider);
      return { ...last, t, state: 'resolved' };
    });
  }
}

function keyOf({ provider, model, region, credential }: SeriesFrame): string {
  return `${provider}\n${model}\n${region}\n${credential}`;
}

function reasonsOf(counts: SeriesFrame | undefined): Reasons {
  const reasons: Reasons = {};
  for (const [outcome, count] of Object.entries(counts?.outcomes ?? {}) as [Outcome, number][]) {
    const reason = reasonOf[outcome];
    if (reason && count > 0) reasons[reason] = (reasons[reason] ?? 0) + count;
  }
  return reasons;
}

function note(watched: Watched, now: Watched['recent'][number], isAlarming: boolean): void {
  const { recent } = watched;
  recent.push(now);
  while ((recent[0]?.atMs ?? now.atMs) <= now.atMs - reasonSpanMs) recent.shift();
  if (!isAlarming) watched.alarm = null;
  else if (watched.alarm) watched.alarm = sumOf([watched.alarm, now.reasons]);
  else watched.alarm = sumOf(recent.map(({ reasons }) => reasons));
}

function sumOf(all: readonly Reasons[]): Reasons {
  const total: Reasons = {};
  for (const reasons of all)
    for (const [reason, count] of Object.entries(reasons) as [Reason, number][])
      total[reason] = (total[reason] ?? 0) + count;
  return total;
}

function mostOf(list: readonly Watched[]): Reason {
  const totals = Object.entries(sumOf(list.map(({ alarm }) => alarm ?? {}))) as [Reason, number][];
  return totals.sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'vendor';
}

function className(reason: Reason, models: number, cutOff: number): string {
  if (reason === 'connection' && cutOff >= 2) return 'local_network';
  if (reason === 'vendor' || reason === 'connection') return models >= 2 ? 'vendor_wide' : 'single_model';
  return reason;
}
