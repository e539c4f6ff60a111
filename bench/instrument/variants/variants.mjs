/**
 * @typedef {object} Variant
 * @property {string} id
 * @property {string} label
 * @property {'baseline' | 'reference' | 'ours' | 'peer'} role
 * @property {string} module The file beside this one that starts it.
 * @property {string} folder Where its packages and the SDKs are installed.
 * @property {readonly string[]} packages Named with their versions in the results.
 * @property {readonly ('openai' | 'anthropic')[]} vendors The SDKs it says it instruments.
 */

/** What the module of a variant gets, before any SDK is loaded. */
/**
 * @typedef {object} Surroundings
 * @property {NodeJS.Require} require Resolves from the variant's folder.
 * @property {{ openai: string, anthropic: string, sink: string }} urls
 * @property {string} dist Our own build.
 */

/**
 * @typedef {object} Started
 * @property {() => unknown} [flush] Settles when everything reported so far has been sent.
 * @property {<Client>(client: Client) => Client} [wrapOpenai]
 * @property {(sdks: { OpenAI: Function, Anthropic: Function }) => void} [patch] Once the SDKs are loaded.
 * @property {(group: () => Promise<void>) => Promise<void>} [inTrace] For those that only report inside a trace.
 */

const both = /** @type {const} */ (['openai', 'anthropic']);
const current = 'peers';
const beforeAnthropic1 = 'peers/traceloop';

/** @type {readonly Variant[]} */
export const variants = [
  { id: 'bare', label: 'bare', role: 'baseline', module: 'bare', folder: current, packages: [], vendors: [] },
  {
    id: 'bare-old',
    label: 'bare, older SDK',
    role: 'baseline',
    module: 'bare',
    folder: beforeAnthropic1,
    packages: ['@anthropic-ai/sdk'],
    vendors: [],
  },
  reference('sdk-only', 'OTel SDK alone', []),
  reference('floor', 'floor', both),
  reference('floor-context', 'floor, context active', both),
  { id: 'ours', label: 'ours', role: 'ours', module: 'ours', folder: current, packages: [], vendors: both },
  peer('contrib', 'OTel contrib', ['@opentelemetry/instrumentation-openai'], ['openai']),
  {
    ...peer('traceloop', 'traceloop', ['@traceloop/instrumentation-openai'], both),
    folder: beforeAnthropic1,
  },
  peer('openinference', 'openinference', ['@arizeai/openinference-instrumentation-openai'], both),
  peer('openlit', 'openlit', ['openlit'], both),
  peer('langfuse', 'langfuse', ['@langfuse/openai'], ['openai']),
  peer('sentry', 'sentry', ['@sentry/node'], both),
  peer('dd-trace', 'dd-trace', ['dd-trace'], both),
  peer('anthropic-native', 'anthropic-native', ['@anthropic-ai/sdk'], ['anthropic']),
];

/** What a variant's cost is the difference to. @param {Variant} variant */
export function baselineOf({ folder }) {
  return folder === beforeAnthropic1 ? 'bare-old' : 'bare';
}

function reference(id, label, vendors) {
  return { id, label, role: 'reference', module: id, folder: current, packages: [], vendors };
}

function peer(id, label, packages, vendors) {
  return { id, label, role: 'peer', module: id, folder: current, packages, vendors };
}
