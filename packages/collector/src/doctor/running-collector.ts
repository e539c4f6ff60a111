import { bytesText, countText, durationText } from './amounts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** What the collector at the configured address tells of itself. */
export interface CollectorFacts {
  readonly nowMs: number;
  readonly ready: boolean;
  readonly engine: string;
  readonly detail: string;
  readonly spooledRows: number;
  readonly spooledBytes: number;
  /** Null where it does not let us in. */
  readonly inside: CollectorInside | null;
}

export interface CollectorInside {
  readonly startedMs: number;
  /** End of the newest evaluated frame; null before the first one. */
  readonly dataAtMs: number | null;
  readonly evaluation: { readonly state: string; readonly detail: string };
  /** Of the last ten minutes; null where it could not read them. */
  readonly recent: { readonly calls: number; readonly services: readonly string[] } | null;
  /** Since its start, by reason. */
  readonly dropped: Counts;
  /** Batches that senders were asked to bring again. */
  readonly sentBack: Counts;
  /** Requests of senders by HTTP status, those that are the sender's own to mend. */
  readonly requestsRefused: Counts;
  /** Alerts by what became of them, without those that were taken. */
  readonly alertsFailed: Counts;
}

export type Counts = Readonly<Record<string, number>>;

export const recentMs: number = 10 * 60_000;

export function judgeCollector(facts: CollectorFacts): readonly Finding[] {
  const { inside } = facts;
  if (inside === null)
    return [
      judgeStore(facts),
      warning(
        'collector',
        'it asks for a token before it tells more',
        'how far its evaluation is and what it dropped is not known here',
        'put one of its access.view into FAULTLINE_ACCESS_TOKEN, or run doctor with its configuration',
      ),
    ];
  return [
    judgeStore(facts),
    judgeEvaluation(facts.nowMs, inside),
    ...judgeDelivery(inside),
    judgeArrival(inside),
    ...judgeDrops(inside),
  ];
}

/** The rows of some seconds at full load are on their way at any time. */
const backlogRowsMax = 200_000;

function judgeStore({ ready, engine, detail, spooledRows, spooledBytes }: CollectorFacts): Finding {
  const waiting = `${countText(spooledRows)} rows (${bytesText(spooledBytes)}) wait in the spool`;
  const why = detail === '' ? '' : `: ${detail}`;
  if (!ready)
    return problem(
      'collector',
      `it takes no rows${why}; ${waiting}`,
      'senders are told to come again, and lose what they cannot keep',
      'mend what it says; /readyz tells when it takes rows again',
    );
  if (engine !== 'up')
    return problem(
      'collector',
      `its ClickHouse is ${engine}${why}; ${waiting}`,
      'nothing is lost, and nothing is evaluated, shown or alerted',
      'look at the clickhouse line and at its log',
    );
  if (spooledRows <= backlogRowsMax)
    return ok('collector', `it takes rows, and ClickHouse is up; ${waiting}`);
  return warning(
    'collector',
    `${waiting}${why}`,
    'ClickHouse takes them more slowly than they come; evaluation waits for them',
    'look at the load of ClickHouse and its disk (faultline_store_insert_failures_total says why)',
  );
}

/** A frame of two seconds, a second of patience, a tick; and some for a busy machine. */
const lagMsMax = 60_000;

function judgeEvaluation(nowMs: number, { dataAtMs, startedMs, evaluation }: CollectorInside): Finding {
  const lagMs = nowMs - (dataAtMs ?? startedMs);
  const isLate = lagMs > lagMsMax;
  if (evaluation.state === 'ok' && !isLate)
    return ok('collector', `evaluated until ${durationText(lagMs)} ago`);
  if (evaluation.state === 'starting' && !isLate) return ok('collector', 'evaluation is about to begin');
  const why = evaluation.detail === '' ? '' : `: ${evaluation.detail}`;
  return problem(
    'collector',
    dataAtMs === null
      ? `nothing was evaluated yet${why}`
      : `evaluated until ${durationText(lagMs)} ago${why}`,
    'incidents of the time since are not seen, and nobody is paged for them',
    'look at its log and at the lines above; faultline_evaluation_failures_total counts',
  );
}

function judgeDelivery({ alertsFailed }: CollectorInside): readonly Finding[] {
  if (isEmpty(alertsFailed)) return [];
  return [
    warning(
      'collector',
      `alerts not delivered since its start: ${listed(alertsFailed)}`,
      'they were sent again until they were taken, or ended',
      'look at the alertmanager and webhook lines, and at its log for the reason',
    ),
  ];
}

function judgeArrival({ recent }: CollectorInside): Finding {
  if (recent === null)
    return warning(
      'senders',
      'what came in the last 10 minutes cannot be read',
      'the store does not answer',
      'look at the collector lines',
    );
  const { calls, services } = recent;
  if (calls > 0)
    return ok('senders', `${countText(calls)} calls in the last 10 minutes, from ${some(services)}`);
  return warning(
    'senders',
    'nothing came in the last 10 minutes',
    'without traffic nothing can be said of any vendor',
    'point an app here: OTEL_EXPORTER_OTLP_ENDPOINT, and node --import @faultline/instrument/register',
  );
}

/** A request that was refused says more of its sender than spans that are of something else. */
function judgeDrops({ dropped, sentBack, requestsRefused }: CollectorInside): readonly Finding[] {
  const findings: Finding[] = [];
  if (!isEmpty(requestsRefused))
    findings.push(
      warning(
        'senders',
        `requests refused since its start, by HTTP status: ${listed(requestsRefused)}`,
        'their senders keep trying or lose what they had',
        '401: give the sender a token (OTEL_EXPORTER_OTLP_HEADERS); for others the answer says why, see its log',
      ),
    );
  if (!isEmpty(sentBack))
    findings.push(
      warning(
        'senders',
        `batches sent back since its start: ${listed(sentBack)}`,
        'senders come again with them, and lose what they cannot keep',
        'docs/operating.md, "What happens when something breaks", says what each of them is',
      ),
    );
  if (!isEmpty(dropped)) findings.push(ok('senders', `became no row since its start: ${listed(dropped)}`));
  return findings;
}

function isEmpty(counts: Counts): boolean {
  return Object.values(counts).every((count) => count === 0);
}

function listed(counts: Counts): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${countText(count)}`)
    .join(', ');
}

const namesMax = 5;

function some(names: readonly string[]): string {
  const rest = names.length - namesMax;
  return names.slice(0, namesMax).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
