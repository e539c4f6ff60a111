import type { StripAxis } from '@faultline/conventions';
import { formatClock, formatShare, formatTick, formatWidth } from '../format.ts';
import { raisedShare } from './strip-geometry.ts';

/** What the strip shows, in words, for those who cannot see it and for the pointer that rests on it. */
export function describeStrip(shares: readonly (number | null)[], axis: StripAxis, isPast = false): string {
  const width = formatWidth(axis.cells * axis.cellMs);
  const span = isPast ? `these ${width}` : `the last ${width}`;
  const highest = highestOf(shares);
  if (highest === null) return `No traffic in ${span}.`;
  const sentences = [
    `Error share over ${span}: at most ${formatShare(highest)}.`,
    describeEpisodes(shares, axis),
  ];
  const gaps = shares.filter((share) => share === null).length;
  if (gaps > 0) sentences.push(`No traffic in ${formatWidth(gaps * axis.cellMs)} of it.`);
  return sentences.join(' ');
}

const dayMs = 86_400_000;

/** The time of day, with its day where the axis has more than one. */
function momentOn(axis: StripAxis, atMs: number): string {
  const isLong = axis.cells * axis.cellMs > dayMs;
  return isLong ? `${formatTick(atMs, dayMs)} ${formatClock(atMs)}` : formatClock(atMs);
}

interface Episode {
  readonly start: number;
  readonly end: number;
}

/** A sentence with more would not be listened to. */
const episodesMax = 3;

function describeEpisodes(shares: readonly (number | null)[], axis: StripAxis): string {
  const episodes = raisedEpisodes(shares);
  const limit = formatShare(raisedShare);
  if (episodes.length === 0) return `Never ${limit} or more.`;
  const at = (cell: number): string => momentOn(axis, axis.startMs + cell * axis.cellMs);
  const spans = episodes
    .slice(-episodesMax)
    .map(({ start, end }) =>
      end === shares.length ? `since ${at(start)} UTC` : `from ${at(start)} to ${at(end)} UTC`,
    );
  const earlier = episodes.length - spans.length;
  return `${limit} or more ${spans.join(', ')}${earlier > 0 ? `, and ${earlier} before` : ''}.`;
}

/** Runs of cells at or above `raisedShare`; a cell without traffic does not end a run, it says nothing. */
function raisedEpisodes(shares: readonly (number | null)[]): readonly Episode[] {
  const episodes: Episode[] = [];
  let start: number | undefined;
  let end = 0;
  shares.forEach((share, index) => {
    if (share === null) return;
    if (share >= raisedShare) {
      start ??= index;
      end = index + 1;
    } else if (start !== undefined) {
      episodes.push({ start, end });
      start = undefined;
    }
  });
  if (start !== undefined) episodes.push({ start, end });
  return episodes;
}

export interface StripColumn {
  readonly startMs: number;
  /** Cells `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

/** As many columns as fit a phone. */
const stripColumnsMax = 6;

/** The coarser steps in which the table twin of the strips gives its numbers. */
export function stripColumns(axis: StripAxis): readonly StripColumn[] {
  const cells = Math.max(1, Math.ceil(axis.cells / stripColumnsMax));
  const columns: StripColumn[] = [];
  for (let from = 0; from < axis.cells; from += cells) {
    columns.push({
      startMs: axis.startMs + from * axis.cellMs,
      from,
      to: Math.min(from + cells, axis.cells),
    });
  }
  return columns;
}

/** Of what could be measured; null when nothing could. */
export function highestOf(values: readonly (number | null)[]): number | null {
  const seen = values.filter((value) => value !== null);
  return seen.length === 0 ? null : Math.max(...seen);
}
