const pattern = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** "1h30m", "12m", "90s", "1h0m5s" or "0" as milliseconds; undefined for anything else. */
export function parseOffset(text: string): number | undefined {
  if (text === '0') return 0;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [hours, minutes, seconds] = match.slice(1).map((digits) => Number(digits ?? 0));
  return ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000;
}

/** The inverse of {@link parseOffset}, whole seconds: "1h30m". */
export function formatOffset(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  return parts.map(([value, unit]) => (value ? `${value}${unit}` : '')).join('') || '0';
}
