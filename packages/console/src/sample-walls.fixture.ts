import type { Site, StripAxis, Wall, WallIncident, WallModel, WallVendor } from '@faultline/conventions';

/** Walls that tests render: the evening of June 22, 2026, a quiet one, an empty one, and one of our own making. */

const minuteMs = 60_000;
/** 00:48:12 UTC: 23 minutes into the outage. */
export const sampleNowMs: number = Date.UTC(2026, 5, 22, 0, 48, 12);
const dataAtMs = sampleNowMs - 2000;
export const firstBadMs: number = Date.UTC(2026, 5, 22, 0, 25, 10);

const cellMs = 2 * minuteMs;
const cells = 90;
const axis: StripAxis = {
  startMs: Math.floor(sampleNowMs / cellMs) * cellMs - (cells - 1) * cellMs,
  cellMs,
  cells,
};

/** Deterministic noise in 0..1, so that a rendered sample is the same on every run. */
export function noise(seed: number, index: number): number {
  const value = Math.sin(seed * 127.1 + index * 311.7) * 43_758.5453;
  return value - Math.floor(value);
}

type Shares = readonly (number | null)[];

function quietStrip(seed: number, usual: number): Shares {
  return Array.from({ length: cells }, (_, index) => {
    const draw = noise(seed, index);
    return draw < 0.4 ? 0 : usual * draw * 1.8;
  });
}

/** Cells `[from, to)` fail at `level`. */
function withFault(strip: Shares, from: number, to: number, level: number): Shares {
  return strip.map((share, index) =>
    index >= from && index < to ? Math.min(0.998, level * (0.97 + noise(level, index) * 0.04)) : share,
  );
}

function withGap(strip: Shares, from: number, to: number): Shares {
  return strip.map((share, index) => (index >= from && index < to ? null : share));
}

function normalModel(
  name: string,
  seed: number,
  perMinute: number,
  usual: number,
  tokenMs: number,
): WallModel {
  return {
    model: name,
    state: 'ok',
    errorShare: usual * 0.9,
    usualErrorShare: usual,
    timeToFirstChunkP95Ms: tokenMs * (0.96 + noise(seed, 1) * 0.1),
    usualTimeToFirstChunkP95Ms: tokenMs,
    attemptsPerMinute: perMinute,
    strip: quietStrip(seed, usual),
  };
}

/** 00:24 to 00:26, the thirteenth cell from the end. */
const outageCell = cells - 13;

function failing(model: WallModel, share: number, attemptsPerMinute: number): WallModel {
  return {
    ...model,
    state: 'down',
    errorShare: share,
    timeToFirstChunkP95Ms: null,
    attemptsPerMinute,
    strip: withFault(model.strip, outageCell, cells, share),
  };
}

const opus48 = normalModel('claude-opus-4-8', 1, 15, 0.006, 6200);
const opus47 = normalModel('claude-opus-4-7', 2, 25, 0.005, 4400);
const opus46 = normalModel('claude-opus-4-6', 3, 40, 0.005, 3000);
const sonnet46 = normalModel('claude-sonnet-4-6', 4, 120, 0.004, 1600);
const haiku45 = normalModel('claude-haiku-4-5', 5, 66, 0.004, 620);

const recoveringHaiku: WallModel = {
  ...haiku45,
  state: 'recovering',
  errorShare: 0.021,
  timeToFirstChunkP95Ms: 910,
  strip: withFault(withFault(haiku45.strip, outageCell, cells - 8, 0.9), cells - 8, cells - 1, 0.04),
};

type Numbers = Omit<WallVendor, 'provider' | 'displayName' | 'models'>;

function vendor(provider: string, displayName: string, numbers: Numbers, models: WallModel[]): WallVendor {
  return { ...numbers, provider, displayName, models };
}

const anthropicUsual = vendor('anthropic', 'Anthropic', normalModel('', 6, 266, 0.005, 3100), [
  opus48,
  opus47,
  opus46,
  sonnet46,
  haiku45,
]);

const anthropicFailing = vendor(
  'anthropic',
  'Anthropic',
  { ...failing(normalModel('', 6, 286, 0.005, 3100), 0.758, 286), timeToFirstChunkP95Ms: 41_000 },
  [
    failing(opus48, 0.984, 18),
    failing(opus47, 0.972, 27),
    failing(opus46, 0.95, 44),
    failing(sonnet46, 0.991, 131),
    recoveringHaiku,
  ],
);

const openai = vendor('openai', 'OpenAI', normalModel('', 7, 130, 0.004, 1200), [
  normalModel('gpt-5.5', 8, 84, 0.004, 1350),
  normalModel('gpt-5-mini', 9, 46, 0.003, 540),
]);

const geminiPro = normalModel('gemini-3-pro', 11, 23, 0.006, 1450);
const google = vendor('gcp.gemini', 'Google Gemini', normalModel('', 10, 65, 0.005, 930), [
  { ...geminiPro, strip: withGap(geminiPro.strip, 8, 24) },
  normalModel('gemini-3-flash', 12, 42, 0.004, 480),
]);

const vendorWide: WallIncident = {
  id: '7KQ2',
  state: 'confirmed',
  class: 'vendor_wide',
  provider: 'anthropic',
  models: ['claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6', 'claude-sonnet-4-6'],
  confidence: 0.993,
  sentence: 'Anthropic is failing on 4 of 5 models: 98.0 % of 4,120 attempts on them answered overloaded.',
  firstBadMs,
  suspectedMs: firstBadMs + 6000,
  confirmedMs: firstBadMs + 34_000,
  resolvedMs: null,
};

const resolvedMini: WallIncident = {
  id: '7KP9',
  state: 'resolved',
  class: 'single_model',
  provider: 'openai',
  models: ['gpt-5-mini'],
  confidence: 0.91,
  sentence: 'OpenAI gpt-5-mini failed alone for 12 minutes.',
  firstBadMs: Date.UTC(2026, 5, 21, 23, 2, 40),
  suspectedMs: Date.UTC(2026, 5, 21, 23, 2, 48),
  confirmedMs: Date.UTC(2026, 5, 21, 23, 3, 20),
  resolvedMs: Date.UTC(2026, 5, 21, 23, 14, 52),
};

const openaiAfterMini: WallVendor = {
  ...openai,
  models: openai.models.map((model) =>
    model.model === 'gpt-5-mini' ? { ...model, strip: withFault(model.strip, 37, 43, 0.34) } : model,
  ),
};

const healthyCollector: Wall['collector'] = {
  state: 'ok',
  detail: '441 attempts a minute, nothing dropped, 40 ms behind.',
};

/** What every page of that evening says of the collector. */
export const sampleSite: Site = { dataAtMs, collector: healthyCollector };

export const outageWall: Wall = {
  version: 4120,
  dataAtMs,
  state: 'down',
  headline: 'Anthropic is failing on 4 of 5 models, for 23 minutes.',
  summary:
    'Vendor-wide, sure. 98.0 % of 4,120 attempts on them answered overloaded, from 6 services, 2 keys, 2 regions. ' +
    'OpenAI and Google Gemini are normal. Anthropic’s status page says nothing yet.',
  incidents: [vendorWide, resolvedMini],
  vendors: [anthropicFailing, openaiAfterMini, google],
  strip: axis,
  collector: healthyCollector,
};

export const normalWall: Wall = {
  ...outageWall,
  version: 17,
  state: 'ok',
  headline: 'Everything is normal.',
  summary: '461 attempts a minute to 3 vendors and 9 models; 0.5 % failed in the last minute, as usual.',
  incidents: [],
  vendors: [anthropicUsual, openai, google],
};

export const emptyWall: Wall = {
  ...outageWall,
  version: 1,
  state: 'unknown',
  headline: 'No LLM traffic yet.',
  summary: 'The collector is ready and listens on http://127.0.0.1:4318.',
  incidents: [],
  vendors: [],
  collector: { state: 'ok', detail: 'started 12 seconds ago.' },
};

function unreachable(healthy: WallVendor): WallVendor {
  const cut = <Row extends Numbers>(row: Row): Row => ({
    ...row,
    state: 'degraded',
    errorShare: 0.31,
    strip: withFault(row.strip, cells - 3, cells, 0.31),
  });
  return { ...cut(healthy), models: healthy.models.map(cut) };
}

export const localNetworkWall: Wall = {
  ...outageWall,
  version: 902,
  state: 'degraded',
  headline: 'Our own network loses a third of all attempts, for 5 minutes.',
  summary:
    '31 % of 2,180 attempts to 3 vendors got no answer at all, from 1 of 6 services. Not a vendor’s fault.',
  incidents: [
    {
      ...vendorWide,
      id: '7KR4',
      class: 'local_network',
      provider: null,
      models: [],
      confidence: 0.87,
      sentence: 'Every vendor became unreachable from one service at the same second.',
      firstBadMs: sampleNowMs - 5 * minuteMs - 8000,
      suspectedMs: sampleNowMs - 5 * minuteMs,
      confirmedMs: sampleNowMs - 4 * minuteMs,
    },
  ],
  vendors: [anthropicUsual, openai, google].map(unreachable),
  collector: { state: 'degraded', detail: '3 % of telemetry arrived more than a minute late.' },
};
