import {
  type ClockMark,
  type ControlStrip,
  type IncidentCost,
  type IncidentPage,
  providerDisplayName,
  type TimelineEntry,
} from '@faultline/conventions';
import type { ReportInput } from '../../evaluate/sla/report.ts';
import { type Incident, type IncidentTransition, shownClass } from '../../model/incident.ts';
import type { Merge, Remark } from '../../model/remark.ts';
import { hourMs } from '../../model/rollup.ts';
import type { IncidentView } from '../incident/incident-view.ts';
import type { OfficialStory } from '../official/lead-time.ts';
import { nameOf, titleOf } from '../wall/incident-words.ts';
import { type AffectedInput, affectedModels } from './affected-models.ts';
import { countCells, failuresOf, shareOf, sumCells } from './incident-counts.ts';

export interface IncidentPageInput extends AffectedInput {
  readonly incident: IncidentView;
  readonly transitions: readonly IncidentTransition[];
  readonly remarks: readonly Remark[];
  /** The vendor's side; null when nobody reads its status page and nothing was kept of it. */
  readonly official: OfficialStory | null;
  /** Incidents that are one with it. */
  readonly merged: readonly IncidentView[];
  readonly costPerHour: ReportInput['costPerHour'];
  readonly nowMs: number;
}

/** Pure: an incident, its story and its traffic as the page shows them. */
export function buildIncidentPage(input: IncidentPageInput): IncidentPage {
  const { incident, axis, merged } = input;
  const { evidence } = incident;
  const judged = judgedAt(input);
  return {
    incident: headOf(incident, judged),
    clock: clockOf(input),
    strip: axis,
    models: affectedModels(input),
    controls: controlsOf(input),
    hypotheses: judged.evidence.hypotheses,
    timeline: timelineOf(input),
    samples: (evidence.samples ?? []).map(({ atMs, model, outcome, traceId, vendorRequestId }) => ({
      atMs,
      model,
      outcome,
      traceId,
      vendorRequestId,
    })),
    cost: costOf(input),
    merged: merged.map(({ id, sentence }) => ({ id, sentence })),
  };
}

/** The incident when it was last of the class that is shown: what was weighed then, and not in the last minute of it. */
function judgedAt({ incident, transitions }: IncidentPageInput): Incident {
  const shown = shownClass(incident);
  const then = transitions.findLast((each) => each.incident.class === shown);
  return incident.class === shown ? incident : (then?.incident ?? incident);
}

function headOf(incident: IncidentView, { confidence }: Incident): IncidentPage['incident'] {
  const { id, sentence, state, kind, provider, region, credential, evidence } = incident;
  const { firstBadMs, resolvedMs, mutedBy, feedback, mergedInto } = incident;
  const { attempts, bad, services, credentials, regions } = evidence;
  return {
    ...{ id, title: titleOf(incident), sentence, state, class: shownClass(incident), kind, provider },
    ...{ displayName: nameOf(incident), region, credential, confidence, firstBadMs, resolvedMs },
    ...{ attempts, bad, services, credentials, regions, mutedBy, feedback, mergedInto },
  };
}

/** Ours, and what the vendor posted; that it posted nothing is told as well. */
function clockOf({ incident, official }: IncidentPageInput): readonly ClockMark[] {
  const ours: readonly (readonly [string, number | null])[] = [
    ['first bad attempt', incident.firstBadMs],
    ['suspected', incident.suspectedMs],
    ['confirmed', incident.confirmedMs],
    ['recovering', incident.recoveringMs],
    [incident.state === 'cleared' ? 'dropped' : 'resolved', incident.resolvedMs],
  ];
  const vendors: readonly ClockMark[] = official
    ? [
        { label: 'vendor posted', by: 'vendor', atMs: official.firstPostMs },
        ...marked('vendor “identified”', 'vendor', official.identifiedMs),
        ...marked('vendor “resolved”', 'vendor', official.resolvedMs),
      ]
    : [];
  const marks = [...ours.flatMap(([label, atMs]) => marked(label, 'us', atMs)), ...vendors];
  return marks.sort((a, b) => (a.atMs ?? Number.POSITIVE_INFINITY) - (b.atMs ?? Number.POSITIVE_INFINITY));
}

function marked(label: string, by: ClockMark['by'], atMs: number | null): readonly ClockMark[] {
  return atMs === null ? [] : [{ label, by, atMs }];
}

/** Vendors that it is not about. */
function controlsOf({ incident, axis, series, dataAtMs }: IncidentPageInput): readonly ControlStrip[] {
  const own = incident.channel === 'connection' ? incident.evidence.affected.map(({ model }) => model) : [];
  const concerned = new Set([...own, ...(incident.provider === null ? [] : [incident.provider])]);
  const failures = failuresOf(incident.channel);
  const providers = [...new Set(series.map(({ provider }) => provider))].filter(
    (provider) => !concerned.has(provider),
  );
  return providers.map((provider) => {
    const cells = countCells(
      series.filter((each) => each.provider === provider),
      axis,
      failures,
    );
    const { attempts, bad } = sumCells(cells, axis, incident.firstBadMs, incident.resolvedMs ?? dataAtMs);
    const shares = cells.map(shareOf);
    return { provider, displayName: providerDisplayName(provider), shares, attempts, bad };
  });
}

/** Newest first; of what happened in one moment the last word first. */
function timelineOf({ transitions, remarks, official }: IncidentPageInput): readonly TimelineEntry[] {
  const entries: readonly TimelineEntry[] = [
    ...transitions.map(({ atMs, incident, sentence }) => ({
      atMs,
      kind: 'state' as const,
      who: incident.state,
      text: sentence,
    })),
    ...remarks.map((remark) => ({
      atMs: remark.atMs,
      kind: remark.kind,
      who: remark.author,
      text: saidIn(remark),
    })),
    ...(official?.posts ?? []).map(({ postedMs, status, title, body, url }) => ({
      atMs: postedMs,
      kind: 'vendor' as const,
      who: `vendor: ${status}`,
      text: body === '' ? title : `${title}. ${body}`,
      url,
    })),
  ];
  return [...entries].sort((a, b) => a.atMs - b.atMs).reverse();
}

function saidIn(remark: Remark): string {
  if (remark.kind === 'note') return remark.text;
  if (remark.kind === 'merge') return mergeWords(remark);
  const words = remark.verdict === 'right' ? 'It is the vendor.' : 'It is not the vendor.';
  return remark.text === '' ? words : `${words} ${remark.text}`;
}

function mergeWords({ into }: Merge): string {
  return `Merged into incident ${into}.`;
}

function costOf({ incident, costPerHour, nowMs }: IncidentPageInput): IncidentCost | null {
  if (costPerHour === null || incident.state === 'cleared') return null;
  const durationMs = Math.max(0, (incident.resolvedMs ?? nowMs) - incident.firstBadMs);
  const { amount, currency } = costPerHour;
  return { amount: (amount * durationMs) / hourMs, currency, perHour: amount, durationMs };
}
