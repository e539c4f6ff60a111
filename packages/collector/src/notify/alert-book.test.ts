import { describe, expect, it } from 'vitest';
import type { Incident } from '../model/incident.ts';
import type { ReviewedIncident } from '../model/incident-review.ts';
import type { SloStatus, TierState, TierStatus } from '../model/slo.ts';
import { sampleTransition } from '../store/samples.fixture.ts';
import { type AlertBook, emptyAlertBook, resolvedRetentionMs, updateAlertBook } from './alert-book.ts';

const firstBadMs = Date.parse('2026-06-22T00:37:06Z');
const publicUrl = 'https://faultline.example';

function incident(changes: Partial<Incident>): ReviewedIncident {
  return sampleTransition({ id: '7KQ2ABCD', firstBadMs, ...changes });
}

function burningStatus(...tiers: readonly TierStatus[]): SloStatus {
  return {
    instance: {
      id: 'provider-availability/anthropic/prod',
      slo: {
        name: 'provider-availability',
        scope: 'provider',
        policy: 'availability',
        targetPercent: '99.5',
        period: { kind: 'rolling', days: 28 },
        match: {},
        tiers: [],
      },
      threshold: undefined,
      provider: 'anthropic',
      model: '',
      service: '',
      environment: 'prod',
    },
    burnRates: [{ windowSeconds: 300, counts: { good: 1, bad: 99 }, burnRate: 198 }],
    period: { good: 900, bad: 100 },
    events: { good: 900, bad: 100 },
    budgetRemaining: -19,
    secondsToExhaustion: 0,
    tiers,
  };
}

function pageFast(state: TierState): TierStatus {
  return { tier: 'page-fast', severity: 'page', burnRate: 198, state };
}

function update(
  book: AlertBook,
  nowMs: number,
  incidents: readonly ReviewedIncident[],
  slos: readonly SloStatus[] = [],
): AlertBook {
  return updateAlertBook(book, { incidents, slos, nowMs, publicUrl });
}

const confirmedMs = firstBadMs + 30_000;

describe('alert book', () => {
  it('does not page for a suspicion', () => {
    expect(update(emptyAlertBook, confirmedMs, [incident({ state: 'suspected' })]).alerts).toEqual([]);
  });

  it('pages once an incident is confirmed, with numbers in annotations and identity in labels', () => {
    const { alerts } = update(emptyAlertBook, confirmedMs, [incident({ state: 'confirmed', confirmedMs })]);
    expect(alerts).toMatchInlineSnapshot(`
      [
        {
          "annotations": {
            "attempts": "400",
            "bad": "390",
            "confidence": "0.970",
            "dominant_outcome": "overloaded",
            "first_bad": "2026-06-22T00:37:06.000Z",
            "incident_class": "vendor_wide",
            "incident_id": "7KQ2ABCD",
            "incident_url": "https://faultline.example/incidents/7KQ2ABCD",
            "models": "",
            "summary": "Anthropic is failing on 4 of 5 models.",
          },
          "endsAtMs": null,
          "generatorUrl": "https://faultline.example/incidents/7KQ2ABCD",
          "labels": {
            "alertname": "LLMProviderIncident",
            "kind": "errors",
            "provider": "anthropic",
            "scope": "provider",
            "severity": "page",
          },
          "startsAtMs": 1782088656000,
        },
      ]
    `);
  });

  it('stays the same alert while the incident escalates and narrows', () => {
    const first = update(emptyAlertBook, confirmedMs, [
      incident({ state: 'confirmed', confirmedMs, class: 'single_model', widestClass: 'single_model' }),
    ]);
    const later = update(first, confirmedMs + 60_000, [incident({ state: 'confirmed', confirmedMs })]);
    expect(later.alerts.map((alert) => alert.labels)).toEqual(first.alerts.map((alert) => alert.labels));
    expect(later.alerts[0]?.startsAtMs).toBe(confirmedMs);
  });

  it('names whose fault it is by the alert’s name', () => {
    const names = (['connection', 'rate_limit', 'client_error', 'credential', 'errors'] as const).map(
      (channel) => {
        const one = incident({ state: 'confirmed', confirmedMs, channel });
        return update(emptyAlertBook, confirmedMs, [one]).alerts[0]?.labels.alertname;
      },
    );
    expect(names).toEqual([
      'LLMLocalNetworkIncident',
      'LLMRateLimitIncident',
      'LLMClientErrorIncident',
      'LLMCredentialIncident',
      'LLMProviderIncident',
    ]);
  });

  it('stays the same alert when the fault turns out to be one key’s', () => {
    const all = incident({ state: 'confirmed', confirmedMs, channel: 'credential', class: 'credential' });
    const one = incident({ ...all.incident, credential: 'k0' });
    const first = update(emptyAlertBook, confirmedMs, [all]);
    const later = update(first, confirmedMs + 30_000, [one]);
    expect(later.alerts.map((alert) => alert.labels)).toEqual(first.alerts.map((alert) => alert.labels));
    expect(later.alerts.every((alert) => alert.endsAtMs === null)).toBe(true);
  });

  it('keeps a path in front of the console in its links', () => {
    const tick = { incidents: [incident({ state: 'confirmed', confirmedMs })], slos: [], nowMs: confirmedMs };
    const { alerts } = updateAlertBook(emptyAlertBook, {
      ...tick,
      publicUrl: 'https://ops.example/faultline/',
    });
    expect(alerts[0]?.generatorUrl).toBe('https://ops.example/faultline/incidents/7KQ2ABCD');
  });

  it('keeps an ended alert for a quarter of an hour, so that a notifier that was down still hears of its end', () => {
    const firing = update(emptyAlertBook, confirmedMs, [incident({ state: 'confirmed', confirmedMs })]);
    const endMs = confirmedMs + 600_000;
    const ended = update(firing, endMs, []);
    expect(ended.alerts.map((alert) => alert.endsAtMs)).toEqual([endMs]);
    expect(update(ended, endMs + resolvedRetentionMs, []).alerts).toHaveLength(1);
    expect(update(ended, endMs + resolvedRetentionMs + 1, []).alerts).toEqual([]);
  });

  it('puts incidents before the SLOs they explain', () => {
    const slos = [burningStatus(pageFast({ kind: 'firing', sinceMs: 940_000 }))];
    const { alerts } = update(
      emptyAlertBook,
      confirmedMs,
      [incident({ state: 'confirmed', confirmedMs })],
      slos,
    );
    expect(alerts.map((alert) => alert.labels.alertname)).toEqual(['LLMProviderIncident', 'LLMSLOBurnRate']);
    // One click leads to the very service level.
    expect(alerts[1]?.generatorUrl).toMatch(/^https:\/\/faultline\.example\/slos#[\w.%-]+$/);
  });

  it('tells since when a tier fires, whenever it hears of it, and begins anew after it had ended', () => {
    const firing = (sinceMs: number) => [burningStatus(pageFast({ kind: 'firing', sinceMs }))];
    const over = burningStatus(
      pageFast({ kind: 'resolved', sinceMs: 940_000, endedMs: 1_100_000, reason: 'recovered' }),
    );
    const second = update(
      update(emptyAlertBook, 1_000_000, [], firing(940_000)),
      1_060_000,
      [],
      firing(940_000),
    );
    expect(second.alerts).toMatchObject([{ startsAtMs: 940_000, endsAtMs: null }]);
    const ended = update(second, 1_120_000, [], [over]);
    expect(ended.alerts).toMatchObject([{ startsAtMs: 940_000, endsAtMs: 1_120_000 }]);
    const again = update(ended, 1_180_000, [], firing(1_150_000));
    expect(again.alerts).toMatchObject([{ startsAtMs: 1_150_000, endsAtMs: null }]);
  });

  it('does not end an alert while its tier is held, and says that the burning is over', () => {
    const kinds = ['holding', 'no_data'] as const;
    const alerts = kinds.map((kind) => {
      const status = burningStatus(pageFast({ kind, sinceMs: 940_000, fromMs: 1_000_000 }));
      return update(emptyAlertBook, 1_060_000, [], [status]).alerts[0];
    });
    expect(alerts.map((alert) => [alert?.endsAtMs, alert?.annotations.summary])).toEqual([
      [
        null,
        'provider-availability/anthropic/prod has stopped burning its error budget too fast (page-fast)',
      ],
      [
        null,
        'provider-availability/anthropic/prod burned its error budget, and nobody calls any more (page-fast)',
      ],
    ]);
  });

  it('says that a budget is gone under a name of its own, with what is left of it and of how many calls', () => {
    const tier = {
      tier: 'budget-exhausted',
      severity: 'ticket',
      burnRate: 20,
      state: { kind: 'firing', sinceMs: 0 },
    } as const;
    const [alert] = update(emptyAlertBook, confirmedMs, [], [burningStatus(tier)]).alerts;
    expect(alert?.labels).toMatchObject({ alertname: 'LLMErrorBudgetExhausted', severity: 'ticket' });
    expect(alert?.annotations).toEqual({
      summary: 'provider-availability/anthropic/prod has no error budget left over 28 days',
      description: 'Objective 99.5 % over 28 days; 100 of 1000 calls were bad.',
      ...{ bad: '100', total: '1000', budget_remaining: '-1900.0 %', time_to_exhaustion: 'gone' },
    });
  });

  it('asks where the calls went when an alert ended for lack of them, until somebody calls or a day is over', () => {
    const minuteMs = 60_000;
    const ended = { kind: 'resolved', sinceMs: 0, endedMs: 100 * minuteMs } as const;
    const at = (minutes: number, reason: 'no_data' | 'recovered' = 'no_data'): readonly unknown[] => {
      const status = burningStatus(pageFast({ ...ended, reason }));
      const { alerts } = update(emptyAlertBook, minutes * minuteMs, [], [status]);
      return alerts.map(({ labels, startsAtMs }) => [
        labels.alertname,
        labels.severity,
        startsAtMs / minuteMs,
      ]);
    };
    expect(at(114)).toEqual([]);
    expect(at(115)).toEqual([['LLMSLONoData', 'ticket', 115]]);
    expect(at(115 + 24 * 60 - 1)).toHaveLength(1);
    expect(at(115 + 24 * 60)).toEqual([]);
    expect(at(200, 'recovered')).toEqual([]);
  });

  it('says of an objective on speed what too slow is', () => {
    const { instance, ...status } = burningStatus(pageFast({ kind: 'firing', sinceMs: 0 }));
    const threshold = { measure: 'time_to_first_chunk', thresholdMs: 2_500 } as const;
    const slow = { ...status, instance: { ...instance, threshold } };
    expect(update(emptyAlertBook, confirmedMs, [], [slow]).alerts[0]?.annotations.description).toBe(
      'Objective 99.5 % over 28 days; 100 of 1000 calls were too slow, with the first chunk after 2.5 s or more.',
    );
  });

  it('sends no label without a value: Alertmanager would drop it and see another alert', () => {
    const slos = [burningStatus(pageFast({ kind: 'firing', sinceMs: 940_000 }))];
    const { alerts } = update(emptyAlertBook, confirmedMs, [], slos);
    expect(Object.values(alerts[0]?.labels ?? {})).not.toContain('');
    expect(alerts[0]?.labels).not.toHaveProperty('model');
  });

  it('tells the end of an alert that an incident silenced until the incident is over', () => {
    const confirmedMs = firstBadMs + 60_000;
    const open = [incident({ state: 'confirmed', confirmedMs })];
    const firing = [burningStatus(pageFast({ kind: 'firing', sinceMs: confirmedMs }))];
    const isTold = (book: AlertBook): boolean =>
      book.alerts.some(({ labels, endsAtMs }) => labels.alertname === 'LLMSLOBurnRate' && endsAtMs !== null);
    const book = update(update(emptyAlertBook, confirmedMs, open, firing), confirmedMs + 60_000, open, []);
    const hourLaterMs = confirmedMs + 3_600_000;
    const silenced = update(book, hourLaterMs, open, []);
    expect(isTold(silenced)).toBe(true);
    const over = [incident({ state: 'resolved', confirmedMs, resolvedMs: hourLaterMs })];
    expect(isTold(update(silenced, hourLaterMs + resolvedRetentionMs, over, []))).toBe(true);
    expect(isTold(update(silenced, hourLaterMs + resolvedRetentionMs + 1, over, []))).toBe(false);
  });
});
