import type { VNode } from 'preact';
import { formatIso } from '../format.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const presets: readonly { readonly word: string; readonly widthMs: number }[] = [
  { word: 'Last 15 min', widthMs: 15 * minuteMs },
  { word: '1 h', widthMs: hourMs },
  { word: '6 h', widthMs: 6 * hourMs },
  { word: '24 h', widthMs: 24 * hourMs },
  { word: '7 d', widthMs: 7 * 24 * hourMs },
];

interface TimePresetsProps {
  readonly nowMs: number;
  /** How much is shown now; null when that does not end now. */
  readonly shownMs: number | null;
  readonly hrefOf: (from: string) => string;
}

/** The times that people ask for, as addresses that end now and keep everything else that was asked. */
export function TimePresets({ nowMs, shownMs, hrefOf }: TimePresetsProps): VNode {
  const untilMs = Math.floor(nowMs / minuteMs) * minuteMs;
  return (
    <nav class="presets" aria-label="Time">
      {presets.map(({ word, widthMs }) => (
        <a
          key={word}
          href={hrefOf(formatIso(untilMs - widthMs))}
          aria-current={isShown(widthMs, shownMs) ? 'true' : undefined}
        >
          {word}
        </a>
      ))}
    </nav>
  );
}

/** Ranges are moved to full steps: near enough is the same. */
function isShown(widthMs: number, shownMs: number | null): boolean {
  return shownMs !== null && Math.abs(shownMs - widthMs) <= Math.max(minuteMs, widthMs / 10);
}
