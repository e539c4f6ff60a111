import { attribute } from '@faultline/conventions';
import { SpanStatusCode } from '@opentelemetry/api';
import { beforeAll, expect, it } from 'vitest';
import { type AppResult, runBare, runObserved, type VendorCase } from './watched-vendors.fixture.ts';

/** What the one call of a case must look like; one attempt where nothing else is said. */
export interface Expected {
  readonly outcome: string;
  readonly attempts?: number;
  readonly status?: number;
  readonly errorType?: string;
  readonly finish?: readonly string[];
}

export type SeenCases = Record<string, VendorCase & { readonly expected: Expected }>;

/** Runs every case without us, then has the client instrumented. */
export function runBareBefore(cases: SeenCases, instrumentClient: () => void): Map<string, AppResult> {
  const bare = new Map<string, AppResult>();
  beforeAll(async () => {
    for (const [name, one] of Object.entries(cases)) bare.set(name, await runBare(one));
    instrumentClient();
  }, 60_000);
  return bare;
}

/** One test per case: the app got what it got without us, and one call was seen, as expected. */
export function itSeesOneCall(
  cases: SeenCases,
  bare: ReadonlyMap<string, AppResult>,
  identity: { readonly provider: string; readonly model: string },
): void {
  it.each(Object.entries(cases))('gets what it got before, and one call is seen: %s', async (name, one) => {
    const { result, calls, attempts } = await runObserved(one);
    const { expected } = one;
    expect(result).toEqual(bare.get(name));
    expect(calls).toHaveLength(1);
    expect(attempts).toHaveLength((expected.attempts ?? 1) - 1);
    const call = calls[0];
    expect(call?.attributes).toMatchObject({
      [attribute.outcome]: expected.outcome,
      [attribute.attempts]: expected.attempts ?? 1,
      [attribute.provider]: identity.provider,
      [attribute.requestModel]: identity.model,
      ...(expected.finish ? { [attribute.finishReasons]: expected.finish } : {}),
    });
    expect(call?.attributes[attribute.httpStatus]).toBe(expected.status);
    expect(call?.attributes[attribute.errorType]).toBe(expected.errorType);
    expect(call?.status.code).toBe(expected.errorType ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
  });
}
