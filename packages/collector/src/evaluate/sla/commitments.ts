import type { UptimeFormula } from './uptime.ts';

/** What a vendor promises, as far as it can be read in public. Never legal advice: the contract counts. */
export interface Commitment {
  readonly provider: string;
  readonly product: string;
  /** Monthly uptime, percent; null where none is promised. */
  readonly uptimePercent: number | null;
  /** Null where the vendor does not say how it is worked out. */
  readonly formula: UptimeFormula | null;
  /** Below which uptime, which share of the bill comes back; highest first. */
  readonly credits: readonly { readonly belowPercent: number; readonly creditPercent: number }[];
  /** Days after the end of the month in which a claim must be made; null where nothing public says it. */
  readonly claimDays: number | null;
  readonly source: string;
  /** When a copy of it was read. */
  readonly retrieved: string;
  /** `vendor`: on a page of the vendor's. `second_hand`: others say so. */
  readonly confidence: 'vendor' | 'second_hand';
  readonly note: string;
}

export const commitments: readonly Commitment[] = [
  {
    provider: 'aws.bedrock',
    product: 'Amazon Bedrock',
    uptimePercent: 99.9,
    formula: 'mean_of_5_minutes',
    credits: [
      { belowPercent: 99.9, creditPercent: 10 },
      { belowPercent: 99, creditPercent: 25 },
      { belowPercent: 95, creditPercent: 100 },
    ],
    claimDays: 60,
    source: 'https://aws.amazon.com/de/bedrock/sla',
    retrieved: '2026-11-29',
    confidence: 'vendor',
    note: 'As of 2023-10-04; per region and account. The intervals, and the days to claim, are second-hand.',
  },
  {
    provider: 'gcp.vertex_ai',
    product: 'Gemini on Vertex AI',
    uptimePercent: 99.5,
    formula: 'downtime_periods',
    credits: [
      { belowPercent: 99.5, creditPercent: 10 },
      { belowPercent: 99, creditPercent: 25 },
      { belowPercent: 95, creditPercent: 50 },
    ],
    claimDays: 30,
    source: 'https://cloud.google.com/vertex-ai/generative-ai/sla',
    retrieved: '2026-11-29',
    confidence: 'vendor',
    note: 'Per project. What downtime is, the credits and the days to claim are second-hand; preview models are left out.',
  },
  {
    provider: 'azure.ai.openai',
    product: 'Azure OpenAI',
    uptimePercent: 99.9,
    formula: 'transactions',
    credits: [
      { belowPercent: 99.9, creditPercent: 10 },
      { belowPercent: 99, creditPercent: 25 },
    ],
    claimDays: 60,
    source: 'https://redresscompliance.com/azure-openai-sla-coverage-2026.html',
    retrieved: '2026-11-29',
    confidence: 'second_hand',
    note: "Microsoft's own document was not read; the formula and the steps of credits are what others say of it.",
  },
  {
    provider: 'openai',
    product: 'OpenAI API, Scale Tier',
    uptimePercent: 99.9,
    formula: null,
    credits: [],
    claimDays: null,
    source: 'https://openai.com/api-scale-tier/',
    retrieved: '2026-11-29',
    confidence: 'vendor',
    note: 'Neither how uptime is worked out nor the credits are public. Without Scale Tier nothing is promised.',
  },
  {
    provider: 'anthropic',
    product: 'Anthropic API',
    uptimePercent: null,
    formula: null,
    credits: [],
    claimDays: null,
    source: 'https://platform.claude.com/docs/en/api/service-tiers',
    retrieved: '2026-11-29',
    confidence: 'vendor',
    note: 'Best effort. The Priority Tier is to see fewer overloads, and is promised no uptime.',
  },
];
