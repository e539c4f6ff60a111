const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** As people say it: 1.2 GB. */
export function bytesText(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** step;
  return `${amount < 10 && step > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[step]}`;
}

export function countText(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Two digits of it: for what is an estimate. */
export function roughCountText(count: number): string {
  return count.toLocaleString('en-US', { maximumSignificantDigits: 2 });
}

/** Of a length of time, whichever its sign. */
export function durationText(durationMs: number): string {
  const length = Math.abs(durationMs);
  const steps = [
    [1_000, 1, 'ms'],
    [120_000, 1_000, 's'],
    [7_200_000, 60_000, 'min'],
    [172_800_000, 3_600_000, 'h'],
  ] as const;
  const [, unitMs, unit] = steps.find(([belowMs]) => length < belowMs) ?? [0, 86_400_000, 'days'];
  const amount = length / unitMs;
  return `${amount < 10 ? Number(amount.toFixed(1)) : Math.round(amount)} ${unit}`;
}
