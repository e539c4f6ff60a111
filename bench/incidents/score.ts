// Scores what a detector said about one labelled recording, by the rules of llm-incident-bench/1.

/** One thing a detector said. Times are seconds since the recording began. */
export interface Said {
  readonly t: number;
  readonly incident: string;
  readonly state: string;
  readonly class: string;
  readonly kind: string;
  readonly provider: string | null;
  readonly models: readonly string[];
}

interface TruthIncident {
  readonly class: string;
  readonly scope: { readonly provider: string | null; readonly models: readonly string[] | null };
  readonly start_s: number;
  readonly end_s: number;
  readonly accept_also: readonly string[];
  readonly goal_suspected_s: number | null;
  readonly goal_confirmed_s: number | null;
}

interface TruthNoise {
  readonly start_s: number;
  readonly end_s: number;
}

export interface Truth {
  readonly incidents: readonly TruthIncident[];
  readonly forbidden_confirmed: readonly string[];
  readonly noise_events: readonly TruthNoise[];
}

export interface Score {
  /** 0 to 100, less penalties; null where nothing but silence was asked for and kept. */
  readonly points: number;
  /** False when a vendor was called down that was not: nothing makes up for that. */
  readonly gate: boolean;
  readonly findings: readonly Finding[];
  readonly falseVendorWide: number;
  readonly unexplained: number;
  /** Confirmed without any cause, not even a short one. */
  readonly causeless: number;
  readonly suspectedCauseless: number;
  readonly remarks: readonly string[];
}

/** What became of one labelled incident. Seconds after it began; null when never. */
export interface Finding {
  readonly suspectedSeconds: number | null;
  readonly confirmedSeconds: number | null;
  readonly labelAt120: string | null;
  readonly exact: boolean;
  readonly objects: number;
  readonly resolvedAfterEndSeconds: number | null;
}

/** The benchmark's names: what is slow or empty is a class of its own there. */
function benchLabel(said: Pick<Said, 'class' | 'kind'>): string {
  if (said.kind === 'latency') return 'latency_brownout';
  if (said.kind === 'blank') return 'blank_responses';
  return said.class;
}

interface Labelled extends Said {
  readonly label: string;
}

interface Story {
  readonly id: string;
  readonly said: readonly Labelled[];
  readonly firstS: number;
  readonly confirmedS: number | null;
  readonly overS: number;
}

const isOver = (state: string): boolean => state === 'resolved' || state === 'cleared';
const isPaged = (state: string): boolean => state === 'confirmed' || state === 'recovering';
/** A detector may need so long after the end to have said all it had to say of it. */
const afterMathS = 60;
const blipMaxS = 40;
const blipEchoS = 120;

export type Labeller = (said: Pick<Said, 'class' | 'kind'>) => string;

export function score(truth: Truth, said: readonly Said[], labelOf: Labeller = benchLabel): Score {
  const stories = storiesOf(said, labelOf);
  const parts = truth.incidents.map((incident) => scoreIncident(truth, incident, stories));
  const judged = stories.map((story) => judge(truth, story));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const reached = parts.length === 0 ? 100 : sum(parts.map(({ points }) => points)) / parts.length;
  const falseVendorWide = sum(judged.map(({ wrong }) => wrong.filter(isVendorWide).length));
  return {
    points: reached - sum(judged.map(({ penalty }) => penalty)),
    gate: falseVendorWide === 0,
    findings: parts.map(({ finding }) => finding),
    falseVendorWide,
    unexplained: judged.filter(({ isExtra }) => isExtra).length,
    causeless: judged.filter(({ isCauseless }) => isCauseless).length,
    suspectedCauseless: stories.filter((story) => !isClaimed(truth, story) && !isNoisy(truth, story)).length,
    remarks: [
      ...parts.flatMap(({ remark }) => remark ?? []),
      ...judged.flatMap(({ wrong, story }) => wrong.map((label) => `wrong ${label} at ${story.confirmedS}`)),
    ],
  };
}

const isVendorWide = (label: string): boolean => /(^|:)vendor_wide@/.test(label);

interface Judged {
  readonly story: Story;
  readonly wrong: readonly string[];
  readonly penalty: number;
  readonly isExtra: boolean;
  readonly isCauseless: boolean;
}

/** What is taken off for one incident the detector confirmed. */
function judge(truth: Truth, story: Story): Judged {
  const isExplained = isClaimed(truth, story);
  const labels = confirmedLabels(story);
  const isTruthless = !isExplained && labels.length > 0 && !isBlip(truth, story);
  const forbidden = labels.filter((label) => isForbidden(truth, label, isExplained));
  const wrong = isTruthless ? labels : isExplained ? forbidden : [];
  const perLabel = (label: string): number =>
    isVendorWide(label) ? 100 : forbidden.includes(label) ? 40 : 0;
  const isExtra = isTruthless && forbidden.length === 0;
  return {
    story,
    wrong,
    penalty: wrong.reduce((total, label) => total + perLabel(label), isExtra ? 20 : 0),
    isExtra,
    isCauseless: isTruthless && !isNoisy(truth, story),
  };
}

function isClaimed(truth: Truth, story: Story): boolean {
  return truth.incidents.some((incident) => isAbout(story, incident));
}

function storiesOf(said: readonly Said[], labelOf: Labeller): readonly Story[] {
  const byId = new Map<string, Labelled[]>();
  for (const one of said) {
    const each = { ...one, label: labelOf(one) };
    const list = byId.get(each.incident);
    if (list) list.push(each);
    else byId.set(each.incident, [each]);
  }
  return [...byId].map(([id, list]) => ({
    id,
    said: list,
    firstS: list[0]?.t ?? 0,
    confirmedS: list.find(({ state }) => isPaged(state))?.t ?? null,
    overS: isOver(list.at(-1)?.state ?? '') ? (list.at(-1)?.t ?? 0) : Number.POSITIVE_INFINITY,
  }));
}

function isAbout(story: Story, { scope, start_s, end_s }: TruthIncident): boolean {
  const provider = story.said.at(-1)?.provider ?? null;
  const isPlace = scope.provider === null || provider === null || scope.provider === provider;
  return isPlace && story.firstS <= end_s + afterMathS && story.overS > start_s;
}

function confirmedLabels(story: Story): readonly string[] {
  const paged = story.said.filter(({ state }) => isPaged(state));
  return [...new Set(paged.map((said) => `${said.label}@${said.provider ?? ''}`))];
}

function isForbidden(truth: Truth, label: string, claimed: boolean): boolean {
  return truth.forbidden_confirmed.some((name) => {
    if (name === '*') return !claimed;
    return name.includes('@') ? name === label : label.startsWith(`${name}@`) && !isTrueLabel(truth, label);
  });
}

function isTrueLabel(truth: Truth, label: string): boolean {
  const [name = '', provider] = label.split('@');
  return truth.incidents.some(
    (incident) =>
      (incident.class === name || incident.accept_also.includes(name)) &&
      (incident.scope.provider === null || incident.scope.provider === provider),
  );
}

/** Longer blips than the shortest guard are nobody's fault. */
function isBlip(truth: Truth, story: Story): boolean {
  return truth.noise_events.some(
    ({ start_s, end_s }) => end_s - start_s >= blipMaxS && isNear(story, start_s, end_s),
  );
}

function isNoisy(truth: Truth, story: Story): boolean {
  return truth.noise_events.some(({ start_s, end_s }) => isNear(story, start_s, end_s));
}

function isNear(story: Story, startS: number, endS: number): boolean {
  return story.firstS >= startS && story.firstS <= endS + blipEchoS;
}

interface Part {
  readonly points: number;
  readonly finding: Finding;
  readonly remark: string | null;
}

function scoreIncident(truth: Truth, incident: TruthIncident, stories: readonly Story[]): Part {
  const { start_s, end_s } = incident;
  const own = stories.filter((story) => isAbout(story, incident));
  const confirmed = own.filter((story) => story.confirmedS !== null);
  const best = confirmed.find((story) => labelAt(story, start_s) === incident.class) ?? confirmed[0];
  const confirmedS = best ? Math.max(best.confirmedS ?? 0, start_s) : null;
  const held = best && confirmedS !== null ? saidAt(best, confirmedS + 120) : undefined;
  const label = held ? held.label : null;
  const late = Math.max(...confirmed.map((story) => story.overS)) - end_s;
  const suspectedS =
    own.length === 0 ? null : Math.min(...own.map((story) => Math.max(story.firstS, start_s)));
  const marks = [
    timePoints(incident, confirmedS),
    classPoints(incident, held),
    isFollowed(truth, incident) ? null : resolvePoints(confirmed.length, late),
  ].filter((mark) => mark !== null);
  const points = marks.reduce((sum, mark) => sum + mark.points, 0);
  const possible = marks.reduce((sum, mark) => sum + mark.possible, 0);
  const delay = confirmedS === null ? null : confirmedS - start_s;
  return {
    points: (100 * points) / possible,
    finding: {
      suspectedSeconds: suspectedS === null ? null : suspectedS - start_s,
      confirmedSeconds: delay,
      labelAt120: label,
      exact: label === incident.class,
      objects: confirmed.length,
      resolvedAfterEndSeconds: Number.isFinite(late) ? late : null,
    },
    remark:
      points < possible - 1
        ? `${incident.class}: ${points.toFixed(0)}/${possible}, confirmed +${delay}, label ${label} [${held?.models.join(' ')}], over ${late}, ${confirmed.length} objects`
        : null,
  };
}

interface Mark {
  readonly points: number;
  readonly possible: number;
}

function timePoints(
  { goal_confirmed_s: goal, start_s }: TruthIncident,
  confirmedS: number | null,
): Mark | null {
  if (goal === null) return null;
  const points = confirmedS === null ? 0 : 40 * clamp((4 * goal - (confirmedS - start_s)) / (3 * goal));
  return { points, possible: 40 };
}

function classPoints(incident: TruthIncident, held: Labelled | undefined): Mark {
  if (!held) return { points: 0, possible: 40 };
  const { label } = held;
  const accepted = incident.accept_also.includes(label) ? 20 : 0;
  const points = label === incident.class ? 40 : accepted;
  return { points: points - (jaccard(held.models, incident.scope.models) < 0.6 ? 10 : 0), possible: 40 };
}

function resolvePoints(objects: number, lateS: number): Mark {
  if (objects === 0 || objects > 2 || lateS < -60 || lateS > 900) return { points: 0, possible: 20 };
  return { points: lateS <= 300 ? 20 : 10, possible: 20 };
}

/** Where the next one of the same vendor begins at once, nobody can say when the first one is over. */
function isFollowed(truth: Truth, incident: TruthIncident): boolean {
  return truth.incidents.some(
    (next) =>
      next !== incident &&
      next.scope.provider === incident.scope.provider &&
      Math.abs(next.start_s - incident.end_s) <= 60,
  );
}

function labelAt(story: Story, startS: number): string | null {
  const said = saidAt(story, Math.max(story.confirmedS ?? 0, startS) + 120);
  return said ? said.label : null;
}

/** What stood at that moment; what is over by then has nothing more to say than what it was. */
function saidAt(story: Story, atS: number): Labelled | undefined {
  const until = story.said.filter(({ t, state }) => t <= atS && !isOver(state));
  return until.at(-1);
}

function jaccard(models: readonly string[], truth: readonly string[] | null): number {
  if (truth === null) return 1;
  const both = models.filter((model) => truth.includes(model)).length;
  return both / new Set([...models, ...truth]).size;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
