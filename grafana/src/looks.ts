import { faultDomain, outcomes } from '@faultline/conventions';
import type { Colour, Link, State, Threshold } from './panel.ts';

// What means the same looks the same on every dashboard: states by colour and word, never by colour alone.

/** As `llm_vendor_health_state` has them. */
export const healthStates: readonly State[] = [
  { value: -1, word: 'Unknown', colour: 'text' },
  { value: 0, word: 'Normal', colour: 'green' },
  { value: 1, word: 'Degraded', colour: 'yellow' },
  { value: 2, word: 'Down', colour: 'red' },
];

export const incidentStates: readonly State[] = [
  { value: 'suspected', word: 'suspected', colour: 'yellow' },
  { value: 'confirmed', word: 'confirmed', colour: 'red' },
  { value: 'recovering', word: 'recovering', colour: 'orange' },
  { value: 'resolved', word: 'resolved', colour: 'green' },
  { value: 'cleared', word: 'cleared', colour: 'text' },
];

export const alertStates: readonly State[] = [
  { value: 0, word: 'Quiet', colour: 'green' },
  { value: 1, word: 'Firing', colour: 'red' },
];

/** Nothing below half a per cent is ever an incident (docs/slo-and-incidents.md). */
export const failedShares: readonly Threshold[] = [
  { from: null, colour: 'green' },
  { from: 0.005, colour: 'yellow' },
  { from: 0.05, colour: 'red' },
];

export const noneIsGood: readonly Threshold[] = [
  { from: null, colour: 'green' },
  { from: 1, colour: 'red' },
];

export const budgetLeft: readonly Threshold[] = [
  { from: null, colour: 'red' },
  { from: 0.0001, colour: 'yellow' },
  { from: 0.25, colour: 'green' },
];

export const burnRates: readonly Threshold[] = [
  { from: null, colour: 'green' },
  { from: 1, colour: 'yellow' },
  { from: 5.6, colour: 'red' },
];

/** Seconds without an evaluation, of which there is one every two seconds. */
export const evaluationAges: readonly Threshold[] = [
  { from: null, colour: 'green' },
  { from: 20, colour: 'yellow' },
  { from: 60, colour: 'red' },
];

/** Who has to act has a colour: the vendor red, the network purple, our account orange, the caller blue. */
const domainColours: Readonly<Record<string, Colour>> = {
  vendor: 'red',
  network: 'purple',
  account: 'orange',
  caller: 'blue',
};

/** For descriptions of panels that show them. */
export const domainColoursInWords =
  'Red is the vendor, purple the network between, orange our account, blue our request';

export const outcomeColours: Readonly<Record<string, Colour>> = Object.fromEntries(
  outcomes.map((outcome) => [
    outcome,
    outcome === 'ok' ? 'green' : (domainColours[faultDomain[outcome]] ?? 'text'),
  ]),
);

const shownTime = 'from=${__from:date:iso}&until=${__to:date:iso}';

export const consoleLinks = {
  wall: { title: 'The wall', url: '${console}/' },
  incidents: { title: 'Incidents in the console', url: '${console}/incidents' },
  slos: { title: 'Service levels in the console', url: '${console}/slos' },
  provider: {
    title: 'Explore this vendor',
    url: `\${console}/explore?provider=\${__field.labels.provider}&${shownTime}`,
  },
  model: {
    title: 'Explore this model',
    url: `\${console}/explore?provider=\${__field.labels.provider}&model=\${__field.labels.model}&${shownTime}`,
  },
  outcome: {
    title: 'Calls that ended so',
    url: `\${console}/calls?outcome=\${__field.labels.outcome}&${shownTime}`,
  },
  service: {
    title: 'Calls of this service',
    url: `\${console}/calls?service=\${__field.labels.service}&${shownTime}`,
  },
  /** Of a table's row. */
  modelOfRow: {
    title: 'Explore this model',
    url: `\${console}/explore?provider=\${__data.fields.provider}&model=\${__data.fields.model}&${shownTime}`,
  },
  incidentOfRow: { title: 'Open the incident', url: '${console}/incidents/${__data.fields.id}' },
  callOfRow: { title: 'Open the call', url: '${console}/calls/${__data.fields.trace}' },
} as const satisfies Readonly<Record<string, Link>>;
