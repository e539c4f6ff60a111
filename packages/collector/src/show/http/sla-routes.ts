import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { evidenceCsv } from '../../evaluate/sla/evidence.ts';
import { slaMarkdown } from '../../evaluate/sla/markdown.ts';
import { monthOf, type ReportInput, slaReport } from '../../evaluate/sla/report.ts';
import type { Period } from '../../evaluate/sla/uptime.ts';
import { type Correction, correctedIn } from '../../evaluate/slo/corrections.ts';
import type { EvidenceSource } from '../../store/store.ts';
import { getSlaReport } from './api/evidence-operations.ts';
import { ask } from './api/operation.ts';
import { problem } from './problem.ts';

export interface SlaRoutesOptions {
  readonly source: EvidenceSource;
  readonly corrections: readonly Correction[];
  readonly costPerHour: ReportInput['costPerHour'];
  readonly now: () => number;
}

/**
 * `GET /api/v1/sla/:provider/:month`: the month of a vendor, as JSON, or with `?format=` as `markdown`, or the minutes
 * that it was made of as `csv`.
 */
export function createSlaRoutes(options: SlaRoutesOptions): Hono {
  const app = new Hono();
  ask(app, getSlaReport, async ({ format = 'json' }, context) => {
    const { provider = '', month: text = '' } = context.req.param() as { provider?: string; month?: string };
    const month = started(monthOf(text), options.now());
    if (month === undefined)
      return problem(context, 'bad-query', `expected a month that has begun, such as 2026-06, got ${text}`);
    const minutes = await options.source.vendorMinutes(provider, month);
    const report = slaReport({
      provider,
      month,
      minutes,
      excluded: excludedFor(options.corrections, provider, month),
      costPerHour: options.costPerHour,
    });
    const csv = evidenceCsv(minutes);
    const csvSha256 = createHash('sha256').update(csv).digest('hex');
    if (format === 'csv') return context.body(csv, 200, { 'content-type': 'text/csv; charset=utf-8' });
    if (format === 'markdown')
      return context.body(slaMarkdown(report, csvSha256), 200, {
        'content-type': 'text/markdown; charset=utf-8',
      });
    return context.json({ ...report, csvSha256 });
  });
  return app;
}

const minuteMs = 60_000;

/** Of a month that still runs, what has passed of it. */
function started(month: Period | undefined, nowMs: number): Period | undefined {
  if (month === undefined) return undefined;
  const untilMs = Math.min(month.untilMs, Math.floor(nowMs / minuteMs) * minuteMs);
  return untilMs > month.sinceMs ? { sinceMs: month.sinceMs, untilMs } : undefined;
}

/** Those that are about everything of the vendor: of single models or services a vendor's minutes know nothing. */
function excludedFor(
  corrections: readonly Correction[],
  provider: string,
  month: Period,
): ReportInput['excluded'] {
  const whole = corrections.filter(
    ({ match }) =>
      (match.provider ?? provider) === provider && !match.model && !match.service && !match.environment,
  );
  return whole.flatMap((correction) =>
    correctedIn(correction, month).map((period) => ({ ...period, reason: correction.reason })),
  );
}
