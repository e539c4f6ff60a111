import { hostname } from 'node:os';
import { maintenancesOf } from './config/maintenances.ts';
import type { Config } from './config/schema.ts';
import { usualErrorShares } from './evaluate/incident/step.ts';
import type { LoopOptions } from './evaluate/loop.ts';
import { mutedBy } from './evaluate/mute.ts';
import { reviewIncidents } from './evaluate/review.ts';
import type { ExplainedIncident } from './model/incident.ts';
import type { Remark } from './model/remark.ts';
import { emptyAlertBook, updateAlertBook } from './notify/alert-book.ts';
import type { AlertSender } from './notify/alert-sender.ts';
import type { HealthRoutesOptions } from './show/http/health-routes.ts';
import type { SloFeed } from './show/slo/slo-feed.ts';
import type { WallFeed } from './show/wall/wall-feed.ts';
import type { Store } from './store/store.ts';
import type { Complain } from './telemetry/complaints.ts';
import type { EvaluationMetrics } from './telemetry/evaluation-metrics.ts';
import type { Logger } from './telemetry/logger.ts';

export interface ReactionOptions {
  readonly config: Config;
  /** Where this collector listens. */
  readonly address: string;
  readonly store: Store;
  readonly feed: WallFeed;
  readonly slos: SloFeed;
  readonly health: HealthRoutesOptions;
  readonly metrics: EvaluationMetrics;
  readonly senders: readonly AlertSender[];
  readonly logger: Logger;
  readonly complain: Complain;
  readonly ingestDelayMs: () => number | null;
  readonly now: () => number;
}

export type Reaction = Pick<LoopOptions, 'onEvaluation' | 'onError'>;

/** What follows from an evaluation: it is kept, alerted, shown and measured, in this order. */
export function createReaction(parts: ReactionOptions): Reaction {
  const { config, store, feed, metrics, senders, logger, complain, now } = parts;
  const publicUrl = config.publicUrl ?? reachable(parts.address);
  const maintenances = maintenancesOf(config);
  const remarksOn = createRemarkReader(store, complain);
  let book = emptyAlertBook;
  const tell = async (atMs: number): Promise<void> => {
    const speaks = await store.isSpeaking();
    metrics.speaks(speaks);
    if (speaks) await Promise.all(senders.map((sender) => sender.send(book.alerts, atMs)));
  };
  return {
    onEvaluation: async ({ transitions, incidents, serviceLevels, atMs: nowMs, dataUntilMs, detector }) => {
      for (const transition of transitions) {
        const { id, state, class: incidentClass } = transition.incident;
        const muted = mutedBy(transition.incident, maintenances, transition.atMs);
        logger.info({ incident: id, state, class: incidentClass, muted }, transition.sentence);
        // A history that cannot be written must not keep anybody from being paged.
        await store
          .save({ ...transition, incident: { ...transition.incident, mutedBy: muted } })
          .catch((err) => logger.error({ err, incident: id }, 'incident not stored'));
      }
      // Beside what follows, and awaited before the wall: the first verdicts after a restart have them already.
      const overridesAreRead = parts.health.overrides.read();
      const remarks = await remarksOn(incidents);
      const reviewed = reviewIncidents(incidents, { maintenances, remarks, nowMs });
      book = updateAlertBook(book, { incidents: reviewed, slos: serviceLevels.statuses, nowMs, publicUrl });
      parts.slos.publish(serviceLevels);
      // Not waited for: an Alertmanager that hangs must not hold up the next evaluation.
      void tell(nowMs);
      await overridesAreRead;
      await feed.publish({
        dataUntilMs,
        incidents: reviewed,
        usualErrorShare: usualErrorShares(detector),
      });
      metrics.observe({
        incidents: reviewed,
        serviceLevels,
        ingestDelayMs: parts.ingestDelayMs(),
        verdicts: parts.health.health.refresh().verdicts,
        atMs: nowMs,
      });
      const tooMany = serviceLevels.omitted > 0 ? 'too many for slo.instancesMax' : null;
      complain('service levels', tooMany, 'some providers, models or services have no service level');
      complain('evaluation', null, 'evaluation works again');
    },
    onError: (error) => {
      metrics.failed();
      const reason = error instanceof Error ? error.message : String(error);
      complain('evaluation', reason, 'evaluation skipped');
      feed.fail(`evaluation skipped: ${reason}`);
      // Blind is not resolved: Alertmanager would end an alert that nobody repeats.
      void tell(now());
    },
  };
}

/** What people said about incidents, as far as it can be read: an alert must not fail for want of it. */
function createRemarkReader(
  store: Store,
  complain: Complain,
): (incidents: readonly ExplainedIncident[]) => Promise<readonly Remark[]> {
  let known: readonly Remark[] = [];
  return async (incidents) => {
    try {
      known = await store.remarks(incidents.map(({ incident }) => incident.id));
      complain('remarks', null, 'remarks can be read again');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      complain('remarks', reason, 'what people said about incidents cannot be read');
    }
    return known;
  };
}

/** Where others can open it: 0.0.0.0 is every address of this machine and none to go to. */
function reachable(address: string): string {
  return address.replace(/\/\/(0\.0\.0\.0|\[::\])/, `//${hostname()}`);
}
