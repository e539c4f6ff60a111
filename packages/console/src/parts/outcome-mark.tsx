import { type FaultDomain, faultDomain, type Outcome } from '@faultline/conventions';
import type { VNode } from 'preact';
import { oneOutcomeInWords } from '../words.ts';
import { Mark, type MarkProps } from './state-mark.tsx';

type Look = Omit<MarkProps, 'word'>;

/** Red is for a fault of the vendor or the network alone; what we or the app have to mend has other shapes too. */
const looks: Readonly<Record<Exclude<FaultDomain, 'none'>, Look>> = {
  vendor: { tone: 'down', shape: 'square' },
  network: { tone: 'down', shape: 'square-outline' },
  account: { tone: 'degraded', shape: 'triangle' },
  caller: { tone: 'unknown', shape: 'diamond' },
};

export function lookOfOutcome(outcome: Outcome): Look {
  if (outcome === 'ok') return { tone: 'ok', shape: 'circle' };
  const domain = faultDomain[outcome];
  // A collector that is newer than this page may know more outcomes.
  return domain === undefined || domain === 'none' ? { tone: 'unknown', shape: 'ring' } : looks[domain];
}

/** How one call or attempt ended. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome }): VNode {
  return <Mark {...lookOfOutcome(outcome)} word={oneOutcomeInWords(outcome)} />;
}
