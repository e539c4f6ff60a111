import type { SlosAnswer } from '@faultline/conventions';
import type { ServiceLevels } from '../../model/slo.ts';
import { noServiceLevels, sloViews } from './slo-view.ts';

/** What the evaluation found out about service levels last. */
export interface SloFeed {
  current(): SlosAnswer;
  publish(levels: ServiceLevels): void;
}

export function createSloFeed(): SloFeed {
  let published: ServiceLevels | undefined;
  let answer = noServiceLevels;
  return {
    current: () => answer,
    publish: (levels) => {
      // New ones come once a minute; this is called every two seconds.
      if (levels === published) return;
      published = levels;
      answer = sloViews(levels);
    },
  };
}
