/**
 * A middle-sized product's traffic, 455 requests a second in all; `fleet: reference` in a scenario file. Rates and
 * medians of the four models of the June 2026 outage are the published ones, the rest are of the same order.
 */
export const referenceFleet: Readonly<Record<string, unknown>> = {
  anthropic: {
    regions: { us: 0.7, eu: 0.3 },
    credentials: { web: 0.7, batch: 0.3 },
    models: {
      'claude-opus-4-8': { requestsPerSecond: 15, latencyP50Ms: 3200, ttftP50Ms: 900, outputTokens: 420 },
      'claude-opus-4-7': { requestsPerSecond: 25, latencyP50Ms: 2100, ttftP50Ms: 700, outputTokens: 320 },
      'claude-opus-4-6': { requestsPerSecond: 40, latencyP50Ms: 1500, ttftP50Ms: 550, outputTokens: 260 },
      'claude-sonnet-4-6': { requestsPerSecond: 120, latencyP50Ms: 800, ttftP50Ms: 320, outputTokens: 180 },
      'claude-haiku-4-5': { requestsPerSecond: 60, latencyP50Ms: 500, ttftP50Ms: 220, outputTokens: 120 },
    },
  },
  openai: {
    regions: { us: 0.8, eu: 0.2 },
    credentials: { web: 0.7, batch: 0.3 },
    models: {
      'gpt-5.5': {
        requestsPerSecond: 60,
        latencyP50Ms: 2400,
        ttftP50Ms: 800,
        outputTokens: 380,
        reasoningTokens: 128,
      },
      'gpt-5-mini': { requestsPerSecond: 70, latencyP50Ms: 900, ttftP50Ms: 350, reasoningTokens: 64 },
    },
  },
  'gcp.gemini': {
    credentials: { web: 0.7, batch: 0.3 },
    models: {
      'gemini-3-pro': {
        requestsPerSecond: 20,
        latencyP50Ms: 2800,
        ttftP50Ms: 1100,
        outputTokens: 400,
        reasoningTokens: 160,
      },
      'gemini-3-flash': { requestsPerSecond: 45, latencyP50Ms: 700, ttftP50Ms: 300, outputTokens: 160 },
    },
  },
};
