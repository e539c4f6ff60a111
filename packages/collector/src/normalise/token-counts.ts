import type { Tokens } from './dialect.ts';

/** Counts as an instrumentation wrote them; null where it wrote none. */
export interface ToldTokens {
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly reasoning: number | null;
  readonly total: number | null;
}

export const noTokens: ToldTokens = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
  total: null,
};

/**
 * How an instrumentation relates its counts. `parts`: cached and reasoning tokens are counted beside input and output.
 * `as_vendor`: as the vendor's body has them. `unsaid`: the conventions want totals, but many write what the vendor sent.
 */
export type TokenCounting = 'parts' | 'as_vendor' | 'unsaid';

/** Vendors whose input leaves cached tokens out. */
const countsCacheApart: ReadonlySet<string> = new Set(['anthropic', 'aws.bedrock']);

/** GenAI conventions: input is all input tokens, cached ones included; output includes reasoning. */
export function totalsOf(told: ToldTokens, provider: string, counting: TokenCounting): Tokens {
  const { input, output, cacheRead, cacheWrite, reasoning } = told;
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const inputTokens =
    input !== null && leavesCacheOut(input, cached, provider, counting) ? input + cached : input;
  return {
    inputTokens,
    outputTokens:
      output !== null && leavesReasoningOut(told, inputTokens, counting) ? output + (reasoning ?? 0) : output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    reasoningTokens: reasoning,
  };
}

function leavesCacheOut(input: number, cached: number, provider: string, counting: TokenCounting): boolean {
  if (counting === 'parts') return true;
  if (!countsCacheApart.has(provider)) return false;
  // A whole cannot be smaller than its part.
  return counting === 'as_vendor' || input < cached;
}

/** Gemini counts thoughts beside the answer; the total shows it. */
function leavesReasoningOut(told: ToldTokens, inputTokens: number | null, counting: TokenCounting): boolean {
  if (counting === 'parts') return true;
  const { output, reasoning, total } = told;
  if (total === null || output === null || reasoning === null) return false;
  return (inputTokens ?? 0) + output + reasoning <= total;
}
