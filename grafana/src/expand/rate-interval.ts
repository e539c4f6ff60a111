import type { Shown } from './macros.ts';

/** As Grafana does it: at least four scrapes, so that every rate has two points (its "Prometheus template variables"). */
export function expandIntervals(expr: string, shown: Shown, scrapeSeconds: number): string {
  const { intervalSeconds, fromMs, untilMs } = shown;
  const rateSeconds = Math.max(intervalSeconds + scrapeSeconds, 4 * scrapeSeconds);
  return expr
    .replaceAll('$__rate_interval', `${rateSeconds}s`)
    .replaceAll('$__range', `${Math.round((untilMs - fromMs) / 1000)}s`)
    .replaceAll('$__interval', `${intervalSeconds}s`);
}
