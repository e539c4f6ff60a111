import type { Mapping } from './content.ts';
import type { Path } from './parse-documents.ts';
import { isLeftOut, isMapping, isSet } from './schema/fields.ts';

export interface Relaxation {
  readonly path: Path;
  readonly message: string;
}

export interface Relaxed {
  readonly document: Mapping;
  readonly relaxations: readonly Relaxation[];
}

/**
 * Says in the version's own words what people write in older or looser ones: their examples, and whole repositories, are
 * full of it. What is only tolerated, and needs no rewriting, is marked in the schemas.
 */
export function relax(document: Mapping): Relaxed {
  const { spec } = document;
  if (document.kind !== 'SLO' || !isMapping(spec)) return { document, relaxations: [] };
  const relaxations: Relaxation[] = [];
  const report = (path: Path, message: string): unknown =>
    relaxations.push({ path: ['spec', ...path], message });
  const rewrites = rewritesOf[String(document.apiVersion)] ?? [];
  const rewritten = rewrites.reduce((before, rewrite) => rewrite(before, report), spec);
  return { document: { ...document, spec: rewritten }, relaxations };
}

type Rewrite = (spec: Mapping, report: (path: Path, message: string) => void) => Mapping;

const defaultTimeWindow: Rewrite = (spec, report) => {
  const given = spec.timeWindow;
  if (!isLeftOut(given) && !(Array.isArray(given) && given.length === 0)) return spec;
  report(
    ['timeWindow'],
    'missing; 28 rolling days are taken. Say so: `- { duration: 28d, isRolling: true }`',
  );
  return { ...spec, timeWindow: [{ duration: '28d', isRolling: true }] };
};

const alertPolicyNames: Rewrite = (spec, report) => {
  const policies: unknown = spec.alertPolicies;
  if (!Array.isArray(policies)) return spec;
  return {
    ...spec,
    alertPolicies: policies.map((policy: unknown, index) => {
      if (typeof policy !== 'string') return policy;
      report(['alertPolicies', index], `expected a mapping; \`- alertPolicyRef: ${policy}\` is taken`);
      return { alertPolicyRef: policy };
    }),
  };
};

const serviceToServiceRef: Rewrite = (spec, report) => {
  const { service, ...rest } = spec;
  // Two names for two services are no drift between versions but a mistake.
  const isContradiction = isSet(spec.serviceRef) && spec.serviceRef !== service;
  if (!isSet(service) || isContradiction) return spec;
  report(['service'], 'is called `serviceRef` in openslo.com/v2alpha now; rename it');
  return { ...rest, serviceRef: service };
};

const rollingByDefault: Rewrite = (spec, report) => {
  const windows: unknown = spec.timeWindows;
  if (!Array.isArray(windows)) return spec;
  return {
    ...spec,
    timeWindows: windows.map((window: unknown, index) => {
      if (!isMapping(window) || !isLeftOut(window.isRolling) || !isLeftOut(window.calendar)) return window;
      report(
        ['timeWindows', index, 'isRolling'],
        'missing; `isRolling: true` is taken, as there is no `calendar`',
      );
      return { ...window, isRolling: true };
    }),
  };
};

const rewritesOf: Readonly<Record<string, readonly Rewrite[]>> = {
  'openslo/v1alpha': [rollingByDefault],
  'openslo/v1': [defaultTimeWindow, alertPolicyNames],
  'openslo.com/v2alpha': [defaultTimeWindow, alertPolicyNames, serviceToServiceRef],
};
