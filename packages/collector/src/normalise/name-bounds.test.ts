import { describe, expect, it } from 'vitest';
import type { Call, Rows } from '../model/call.ts';
import { createNameBounds, defaultNameLimits, otherName } from './name-bounds.ts';

const nowMs = Date.UTC(2026, 5, 22);
const hourMs = 3600_000;

function callOf(names: Partial<Call>): Call {
  const known = { provider: 'openai', model: 'gpt-5.5', region: '', credential: '', service: 'chat' };
  return { ...known, environment: '', responseModel: '', ...names } as Call;
}

function rowsOf(...calls: readonly Call[]): Rows {
  return { calls, attempts: [] };
}

const limits = { ...defaultNameLimits, modelsOfProviderMax: 3, modelsMax: 5, providersMax: 3, seriesMax: 2 };

describe('names of what is received', () => {
  it('are kept as they are while a fleet has as many as fleets have', () => {
    const bounds = createNameBounds();
    const rows = rowsOf(...Array.from({ length: 400 }, (_, index) => callOf({ model: `model-${index}` })));
    const bounded = bounds.bound(rows, nowMs);
    expect(bounded).toEqual({ rows, replaced: 0 });
    expect(bounded.rows.calls).toBe(rows.calls);
  });

  it('are bounded however many somebody mints, and nobody else loses theirs by it', () => {
    const bounds = createNameBounds();
    const known = rowsOf(callOf({ provider: 'anthropic', model: 'claude-opus-4-8' }));
    bounds.bound(known, nowMs);
    const minted = Array.from({ length: 10_000 }, (_, index) => callOf({ model: `model-${index}` }));
    const { rows, replaced } = bounds.bound(rowsOf(...minted), nowMs);
    expect(new Set(rows.calls.map(({ model }) => model)).size).toBe(
      defaultNameLimits.modelsOfProviderMax + 1,
    );
    expect(replaced).toBe(10_000 - defaultNameLimits.modelsOfProviderMax);
    expect(rows.calls.at(-1)?.model).toBe(otherName);
    expect(bounds.bound(known, nowMs).replaced).toBe(0);
    const later = rowsOf(callOf({ provider: 'mistral_ai', model: 'new' }));
    expect(bounds.bound(later, nowMs).replaced).toBe(0);
  });

  it('are bounded in all tables, the names of answers, services and environments as well', () => {
    const bounds = createNameBounds({ ...limits, servicesMax: 1, environmentsMax: 1 });
    const first = callOf({ service: 'a', environment: 'x' });
    const second = callOf({ service: 'b', environment: 'y' });
    const answers = ['1', '2', '3', '4'].map((responseModel) => callOf({ service: 'a', responseModel }));
    const { calls } = bounds.bound(rowsOf(first, second, ...answers), nowMs).rows;
    expect(calls.map(({ service, environment }) => [service, environment]).slice(0, 2)).toEqual([
      ['a', 'x'],
      ['other', 'other'],
    ]);
    expect(calls.map(({ responseModel }) => responseModel)).toEqual(['', '', '1', '2', 'other', 'other']);
    const series = { provider: 'openai', model: 'a-fourth', region: '', credential: '' };
    const { rows } = bounds.bound(
      {
        calls: [],
        attempts: [],
        started: [{ ...series, endMs: nowMs, calls: 1, pointId: '1' }],
        inFlight: [{ atMs: nowMs, instance: 'i', calls: [{ ...series, ageSeconds: 1, calls: 1 }] }],
      },
      nowMs,
    );
    expect([rows.started?.[0]?.model, rows.inFlight?.[0]?.calls[0]?.model]).toEqual(['other', 'other']);
  });

  it('of regions and keys are told no further when there are too many of them', () => {
    const bounds = createNameBounds(limits);
    const keys = ['1', '2', '3'].map((credential) => callOf({ credential, region: 'eu' }));
    const { calls } = bounds.bound(rowsOf(...keys), nowMs).rows;
    expect(calls.map(({ credential, region }) => `${credential} ${region}`)).toEqual([
      '1 eu',
      '2 eu',
      'other other',
    ]);
  });

  it('lose their place when nobody has used them for an hour', () => {
    const bounds = createNameBounds(limits);
    const models = ['a', 'b', 'c'].map((model) => callOf({ model }));
    bounds.bound(rowsOf(...models), nowMs);
    const fresh = rowsOf(callOf({ model: 'd' }));
    expect(bounds.bound(fresh, nowMs + hourMs / 2).replaced).toBe(1);
    expect(bounds.bound(fresh, nowMs + 2 * hourMs).replaced).toBe(0);
  });

  it('that objects have by nature are names like others', () => {
    const bounds = createNameBounds(limits);
    const rows = rowsOf(
      callOf({ provider: '__proto__', model: 'constructor' }),
      callOf({ model: 'toString' }),
    );
    expect(bounds.bound(rows, nowMs)).toEqual({ rows, replaced: 0 });
  });
});
