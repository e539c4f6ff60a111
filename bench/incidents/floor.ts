// No detector can be faster: Lorden's bound for one false alarm of the fleet in 30 days.
import type { Scenario } from '../../packages/simulator/src/index.ts';
import { rateFactorAt, selects } from '../../packages/simulator/src/scenario/conditions.ts';
import { second } from './fleet.ts';

/** ln(30 days of 8,640 frames × 27 statistics) */
const evidenceNats = 15.8;
const usualShare = 0.005;

/**
 * Seconds, on average: h / Σ λ D over what fails from the first moment on. Null where it is not a share of attempts that
 * fails, and where failing takes as long as the callers wait.
 */
export function floorSeconds(scenario: Scenario, rateFactor: number): number | null {
  const fromMs = Math.min(...scenario.phases.map((phase) => phase.fromMs));
  const natsPerSecond = scenario.fleet
    .flatMap((profile) => {
      const regions = Object.entries(profile.regions);
      const credentials = Object.entries(profile.credentials);
      return (regions.length > 0 ? regions : [['', 1] as const]).flatMap(([region, ofRegion]) =>
        (credentials.length > 0 ? credentials : [['', 1] as const]).map(([credential, ofCredential]) => {
          const share = failingShare(
            scenario,
            { ...profile, region, credential, text: '', index: 0 },
            fromMs,
          );
          const factor = rateFactorAt(scenario, profile.provider, profile.model, fromMs + second);
          return (
            profile.requestsPerSecond * rateFactor * factor * ofRegion * ofCredential * divergence(share)
          );
        }),
      );
    })
    .reduce((sum, each) => sum + each, 0);
  return natsPerSecond === 0 ? null : evidenceNats / natsPerSecond;
}

function failingShare(scenario: Scenario, identity: Parameters<typeof selects>[1], fromMs: number): number {
  return scenario.phases
    .filter((phase) => phase.fromMs === fromMs && phase.job === null && selects(phase, identity))
    .flatMap(({ faults }) => Object.entries(faults))
    .filter(([fault]) => fault !== 'timeout' && fault !== 'hang')
    .reduce((sum, [, share]) => sum + share, 0);
}

/** Nats that one attempt brings (Kullback and Leibler). */
function divergence(share: number): number {
  if (share <= usualShare) return 0;
  const good = share >= 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - usualShare));
  return share * Math.log(share / usualShare) + good;
}
