import { z } from 'zod';

/** Where Alertmanager sends an alert, as far as its configuration says. */
export type RoutedTo =
  /** `tell` is false when none of them has an integration. */
  | { readonly kind: 'receivers'; readonly names: readonly string[]; readonly tell: boolean }
  /** It depends on labels that differ from alert to alert, or on a notation that is not read here. */
  | { readonly kind: 'unknown' };

export type Labels = Readonly<Record<string, string>>;

interface Route {
  readonly receiver?: string | undefined;
  readonly continue?: boolean | undefined;
  readonly matchers?: readonly string[] | undefined;
  readonly match?: Labels | undefined;
  readonly match_re?: Labels | undefined;
  readonly routes?: readonly Route[] | undefined;
}

const route: z.ZodType<Route> = z.object({
  receiver: z.string().optional(),
  continue: z.boolean().optional(),
  matchers: z.array(z.string()).optional(),
  match: z.record(z.string(), z.string()).optional(),
  match_re: z.record(z.string(), z.string()).optional(),
  get routes() {
    return z.array(route).optional();
  },
});

/** What of `alertmanager.yml` is read; receivers have an entry for each integration, `<kind>_configs`. */
export interface AlertmanagerConfig {
  readonly route: Route;
  readonly receivers: readonly { readonly name: string }[];
  readonly inhibit_rules: readonly unknown[];
}

const alertmanagerConfig: z.ZodType<AlertmanagerConfig> = z.object({
  route,
  receivers: z.array(z.looseObject({ name: z.string() })).default([]),
  inhibit_rules: z.array(z.unknown()).default([]),
});

/** Null for what has another shape. */
export function readAlertmanagerConfig(document: unknown): AlertmanagerConfig | null {
  return alertmanagerConfig.safeParse(document).data ?? null;
}

/**
 * Follows the tree as Alertmanager does: into the first child that matches, and into the next ones if it says `continue`;
 * without one the node itself is meant. `varying` are labels that every alert has differently.
 */
export function routeOf(config: AlertmanagerConfig, labels: Labels, varying: ReadonlySet<string>): RoutedTo {
  const names = follow(config.route, '', labels, varying);
  if (names === 'unknown') return { kind: 'unknown' };
  const tell = config.receivers.some((each) => names.includes(each.name) && hasIntegration(each));
  return { kind: 'receivers', names, tell };
}

function hasIntegration(entry: object): boolean {
  return Object.entries(entry).some(
    ([key, value]) => key.endsWith('_configs') && Array.isArray(value) && value.length > 0,
  );
}

function follow(
  node: Route,
  inherited: string,
  labels: Labels,
  varying: ReadonlySet<string>,
): readonly string[] | 'unknown' {
  const own = node.receiver ?? inherited;
  const names: string[] = [];
  for (const child of node.routes ?? []) {
    const matches = matchesAll(child, labels, varying);
    if (matches === 'unknown') return 'unknown';
    if (!matches) continue;
    const below = follow(child, own, labels, varying);
    if (below === 'unknown') return 'unknown';
    names.push(...below);
    if (!child.continue) return names;
  }
  return names.length > 0 ? names : [own];
}

type Match = boolean | 'unknown';

function matchesAll(
  { matchers, match, match_re }: Route,
  labels: Labels,
  varying: ReadonlySet<string>,
): Match {
  const results = [
    ...(matchers ?? []).map((text) => readMatcher(text)),
    ...Object.entries(match ?? {}).map(([name, value]): Matcher => ({ name, operator: '=', value })),
    ...Object.entries(match_re ?? {}).map(([name, value]): Matcher => ({ name, operator: '=~', value })),
  ].map((matcher) => matchesOne(matcher, labels, varying));
  // What does not match for certain need not be known any better.
  if (results.includes(false)) return false;
  return results.includes('unknown') ? 'unknown' : true;
}

interface Matcher {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

/** Null for a notation that is not read here: several in one text, names in quotes. */
function readMatcher(text: string): Matcher | null {
  const [, name, operator, quoted, plain] =
    /^\s*([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*(?:"([^"\\]*)"|([^"',{}\s]*))\s*$/.exec(text) ?? [];
  if (name === undefined || operator === undefined) return null;
  return { name, operator, value: quoted ?? plain ?? '' };
}

function matchesOne(matcher: Matcher | null, labels: Labels, varying: ReadonlySet<string>): Match {
  if (matcher === null || varying.has(matcher.name)) return 'unknown';
  const { name, operator, value } = matcher;
  const actual = labels[name] ?? '';
  if (operator === '=' || operator === '!=') return (actual === value) === (operator === '=');
  try {
    // Anchored, as Alertmanager does; Go's syntax and ours agree on what is usual in labels.
    return new RegExp(`^(?:${value})$`).test(actual) === (operator === '=~');
  } catch {
    return 'unknown';
  }
}
