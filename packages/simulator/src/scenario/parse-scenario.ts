import { parseDocument } from 'yaml';
import { problemAt, problemsOf, ScenarioError, type ScenarioProblem } from './problem.ts';
import { referenceFleet } from './reference-fleet.ts';
import type { FleetModel, Phase, Scenario, Truth } from './scenario.ts';
import { fleetSchema, phaseSchema, scenarioSchema, truthSchema } from './schema.ts';

/** Throws {@link ScenarioError} with everything that is wrong. `fileName` is only for the message. */
export function parseScenario(yamlText: string, fileName: string): Scenario {
  const document = withReferenceFleet(parseYaml(yamlText, fileName));
  const parsed = scenarioSchema.safeParse(document, { reportInput: false });
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, document))),
    ...crossCheck(document),
  ];
  if (!parsed.success || problems.length > 0) throw new ScenarioError(fileName, problems);
  return parsed.data;
}

function parseYaml(yamlText: string, fileName: string): unknown {
  const yaml = parseDocument(yamlText);
  if (yaml.errors.length === 0) return yaml.toJS();
  const problems = yaml.errors.map((error) => ({
    path: `line ${error.linePos?.[0].line ?? '?'}`,
    expected: 'valid YAML',
    got: error.message.split('\n')[0] ?? error.code,
  }));
  throw new ScenarioError(fileName, problems);
}

function withReferenceFleet(document: unknown): unknown {
  if (typeof document !== 'object' || document === null) return document;
  return 'fleet' in document && document.fleet === 'reference'
    ? { ...document, fleet: referenceFleet }
    : document;
}

/**
 * What no single field can tell: selectors must name something the fleet has. Works on whatever parts are well
 * formed, so that one run lists every problem.
 */
function crossCheck(document: unknown): readonly ScenarioProblem[] {
  if (typeof document !== 'object' || document === null) return [];
  const { fleet: rawFleet, ...lists } = document as Readonly<Record<string, unknown>>;
  const fleet = fleetSchema.safeParse(rawFleet);
  if (!fleet.success) return [];
  return (['phases', 'truth'] as const).flatMap((name) => {
    const list = lists[name];
    if (!Array.isArray(list)) return [];
    return list.flatMap((raw, index) => {
      const selector = (name === 'phases' ? phaseSchema : truthSchema).safeParse(raw);
      if (!selector.success) return [];
      return strangers(selector.data, fleet.data).map(([path, expected]) =>
        problemAt(document, [name, index, ...path], expected),
      );
    });
  });
}

type Stranger = readonly [path: readonly PropertyKey[], expected: string];

function strangers({ models, region, credential }: Phase | Truth, fleet: readonly FleetModel[]): Stranger[] {
  const found: Stranger[] = [];
  for (const [index, model] of (models ?? []).entries()) {
    if (!fleet.some((one) => one.model === model)) found.push([['models', index], 'a model of the fleet']);
  }
  if (region && !fleet.some((one) => region in one.regions)) {
    found.push([['region'], 'a region of the fleet']);
  }
  if (credential && !fleet.some((one) => credential in one.credentials)) {
    found.push([['credential'], 'a credential of the fleet']);
  }
  return found;
}
