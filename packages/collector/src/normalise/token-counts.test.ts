import { describe, expect, it } from 'vitest';
import { noTokens, totalsOf } from './token-counts.ts';

describe('token counts', () => {
  const cached = { ...noTokens, input: 41, output: 66, cacheRead: 300, cacheWrite: 100 };

  it('have cached tokens in the input, where a vendor counts them apart', () => {
    expect(totalsOf(cached, 'anthropic', 'unsaid').inputTokens).toBe(441);
    expect(totalsOf({ ...cached, input: 441 }, 'anthropic', 'unsaid').inputTokens).toBe(441);
    expect(totalsOf(cached, 'openai', 'unsaid').inputTokens).toBe(41);
  });

  it("follow the instrumentation where it is known to pass on the vendor's counts", () => {
    expect(totalsOf({ ...cached, input: 5000 }, 'aws.bedrock', 'as_vendor').inputTokens).toBe(5400);
    expect(totalsOf({ ...cached, input: 5000 }, 'openai', 'as_vendor').inputTokens).toBe(5000);
  });

  it('are the sum of parts that exclude each other', () => {
    const parts = { ...noTokens, input: 944, output: 44, cacheRead: 256, reasoning: 33 };
    expect(totalsOf(parts, 'openai', 'parts')).toMatchObject({ inputTokens: 1200, outputTokens: 77 });
  });

  it('have reasoning in the output, where the total shows that it lies beside it', () => {
    const gemini = { ...noTokens, input: 210, output: 55, reasoning: 22, total: 287 };
    expect(totalsOf(gemini, 'gcp.gemini', 'unsaid').outputTokens).toBe(77);
    expect(totalsOf({ ...gemini, output: 77 }, 'gcp.gemini', 'unsaid').outputTokens).toBe(77);
    expect(totalsOf({ ...gemini, total: null }, 'gcp.gemini', 'unsaid').outputTokens).toBe(55);
  });

  it('stay unknown where nothing is told', () => {
    expect(totalsOf(noTokens, 'anthropic', 'parts')).toEqual({
      inputTokens: null,
      outputTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
    });
  });
});
