import type { IncidentSettings } from '../evaluate/incident/settings.ts';
import { concernedModels } from '../model/incident.ts';
import { findRecordings } from '../replay/find-recordings.ts';
import type { Recording } from '../replay/recording.ts';
import { type ReplayedTransition, replay } from '../replay/replay.ts';

export interface ReplayFlags {
  readonly json?: boolean;
}

export interface ReplayOptions {
  readonly settings: IncidentSettings;
  readonly print: (line: string) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

/** Runs the detector over everything at the paths and prints what it says, then one line about all of it. */
export function replayAll(paths: readonly string[], { json }: ReplayFlags, options: ReplayOptions): void {
  const { print, settings, now } = options;
  const startedMs = now();
  const totals = { scenarios: 0, frames: 0, transitions: 0, incidents: 0, confirmed: 0, replayedSeconds: 0 };
  for (const recording of recordingsAt(paths)) {
    const incidents = new Map<string, boolean>();
    const told = replay(recording, settings);
    if (!json) print(recording.id);
    for (let next = told.next(); ; next = told.next()) {
      if (next.done) {
        totals.frames += next.value.frames;
        totals.replayedSeconds += next.value.seconds;
        break;
      }
      const { incident } = next.value.transition;
      incidents.set(incident.id, incident.confirmedMs !== null);
      totals.transitions += 1;
      print(json ? JSON.stringify(lineOf(recording.id, next.value)) : sentenceOf(next.value));
    }
    totals.scenarios += 1;
    totals.incidents += incidents.size;
    totals.confirmed += [...incidents.values()].filter(Boolean).length;
  }
  const tookSeconds = (now() - startedMs) / 1000;
  print(json ? JSON.stringify({ summary: { ...totals, tookSeconds } }) : summaryOf(totals, tookSeconds));
}

function* recordingsAt(paths: readonly string[]): Generator<Recording> {
  for (const path of paths) yield* findRecordings(path);
}

/** What of a transition a benchmark or a script needs. */
function lineOf(scenario: string, { atSeconds, transition }: ReplayedTransition): object {
  const { incident, sentence } = transition;
  return {
    scenario,
    t: atSeconds,
    incident: incident.id,
    state: incident.state,
    class: incident.class,
    kind: incident.kind,
    provider: incident.provider,
    models: concernedModels(incident),
    region: incident.region,
    credential: incident.credential,
    confidence: Number(incident.confidence.toFixed(4)),
    reason: sentence,
  };
}

function sentenceOf({ atSeconds, transition }: ReplayedTransition): string {
  const { state, id } = transition.incident;
  return `  ${clockOf(atSeconds)}  ${id}  ${state.padEnd(10)}  ${transition.sentence}`;
}

/** `1:02:05` from the beginning of the recording. */
function clockOf(seconds: number): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function summaryOf(
  totals: Readonly<Record<'scenarios' | 'frames' | 'incidents' | 'confirmed' | 'replayedSeconds', number>>,
  tookSeconds: number,
): string {
  const faster = Math.round(totals.replayedSeconds / Math.max(tookSeconds, 0.001));
  return `${totals.scenarios} recordings, ${totals.frames} frames: ${totals.incidents} incidents, ${totals.confirmed} of them confirmed. ${faster.toLocaleString('en-US')} times faster than it happened.`;
}
