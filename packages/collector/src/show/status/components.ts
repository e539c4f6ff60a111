import { type HealthState, providerDisplayName, type Wall, type WallVendor } from '@faultline/conventions';
import { isOpen } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { isStale, type Judgement, judgeModel, vendorState } from '../health/state.ts';
import { type ComponentStatus, componentStatus, groupStatus } from './component-status.ts';
import { isPublicFault } from './public-incident.ts';
import { componentId, isPublicModel, isPublicProvider } from './public-names.ts';

/** A vendor, or one of its models, as the public sees it. */
export interface Component {
  readonly id: string;
  readonly provider: string;
  /** Null for the vendor, which is the group of its models. */
  readonly model: string | null;
  readonly name: string;
  readonly status: ComponentStatus;
  readonly state: HealthState;
  readonly description: string | null;
  /** Id of the vendor. */
  readonly groupId: string | null;
}

export interface ComponentsInput {
  readonly wall: Pick<Wall, 'vendors' | 'dataAtMs'>;
  readonly open: readonly ReviewedIncident[];
  readonly nowMs: number;
}

/** Vendors, each followed by its models, of those whose names are no secret. */
export function componentsOf(input: ComponentsInput): readonly Component[] {
  // Our own network is told to nobody, and still nothing can be said of any vendor while it is down.
  const open = input.open.filter(
    ({ incident }) => isOpen(incident) && (isPublicFault(incident) || incident.class === 'local_network'),
  );
  const vendors = input.wall.vendors.filter(({ provider }) => isPublicProvider(provider));
  return vendors.flatMap((vendor) => componentsOfVendor(vendor, open, isStale(input.wall, input.nowMs)));
}

function componentsOfVendor(
  { provider, models: rows }: WallVendor,
  open: readonly ReviewedIncident[],
  isBlind: boolean,
): readonly Component[] {
  const judged = rows.map((row) => ({
    model: row.model,
    judgement: isBlind ? nothingKnown : judgeModel(provider, row.model, row, open),
  }));
  const state = vendorState(
    provider,
    judged.map(({ judgement }) => judgement.state),
    open,
  );
  const statuses = judged.map(({ judgement }) => componentStatus(judgement));
  const group: Component = {
    ...{ id: componentId(provider, null), provider, model: null, groupId: null },
    ...{ name: providerDisplayName(provider), state, description: describe(state) },
    status: groupStatus(state, statuses),
  };
  const models = judged
    .filter(({ model }) => isPublicModel(provider, model))
    .map(({ model, judgement }): Component => {
      const { state: own } = judgement;
      return {
        ...{ id: componentId(provider, model), provider, model, groupId: group.id },
        ...{ name: model, state: own, description: describe(own), status: componentStatus(judgement) },
      };
    });
  return [group, ...models];
}

const nothingKnown: Judgement = { state: 'unknown', because: null, failingShare: null };

function describe(state: HealthState): string | null {
  if (state === 'unknown') return 'No recent traffic to judge it by.';
  return state === 'recovering' ? 'Answers again, and is being watched.' : null;
}
