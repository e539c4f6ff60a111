import type { IncidentLine, IncidentPage } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { readable, rendered } from '../rendered.fixture.ts';
import { incidentLine, incidentPage, incidentsPage, samplePage } from '../sample-incident.fixture.ts';
import { sampleNowMs } from '../sample-walls.fixture.ts';

const html = (change: Partial<IncidentPage> = {}): string => rendered({ ...samplePage, ...change });

describe('the page of an incident', () => {
  const text = readable(html());

  it('leads with what happened, its evidence, whose fault it is and what it costs', () => {
    expect(html()).toContain('<h1 id="headline">Anthropic is failing on 4 of 5 models</h1>');
    expect(text).toContain(
      'Whose fault Vendor-wide , sure 99.3 % For 23 minutes Failed attempts 4,042 of 4,120',
    );
    expect(text).toContain('It costs about 1,380 USD at 3,600 USD an hour Seen by 6 services, 2 keys');
  });

  it('tells when what happened, ours and the vendor’s apart', () => {
    expect(text).toContain(
      'first bad attempt 00:25:10 UTC suspected 00:25:16 UTC +6 s confirmed 00:25:44 UTC +34 s ' +
        'vendor posted 00:37:06 UTC +11 min 56 s',
    );
    expect(html().match(/class="clock-us"/g)).toHaveLength(3);
    expect(html().match(/class="clock-vendor"/g)).toHaveLength(1);
  });

  it('says as well that the vendor has posted nothing', () => {
    const clock = [
      ...incidentPage.clock.slice(0, 3),
      { label: 'vendor posted', by: 'vendor' as const, atMs: null },
    ];
    expect(html({ clock })).toContain('clock-vendor clock-open');
    expect(readable(html({ clock }))).toContain('vendor posted – no data');
  });

  it('has a table of the models as post-mortems print it', () => {
    expect(text).toContain(
      'claude-haiku-4-5 recovered 91.0 % 2.1 % server errors 1,020 0.91 s 1.5 × 00:25:10 UTC 00:31:20 UTC',
    );
    expect(text).toContain('claude-opus-4-8 affected 98.9 % 97.9 % overloaded 1,020 – no data – no data');
  });

  it('draws every model and the vendors it is not about on one axis, each with its sentence', () => {
    const strips = html().match(/<svg class="strip"/g);
    expect(strips).toHaveLength(incidentPage.models.length + incidentPage.controls.length);
    expect(html()).toContain('Error share over these 35');
    expect(text).toContain('Other vendors in the same minutes');
  });

  it('explains itself, and names attempts that a vendor’s support can look up', () => {
    expect(text).toContain(
      'Why we say “vendor-wide” Probability of each explanation. Vendor-wide 99.3 % Part of the vendor 0.7 % One model',
    );
    expect(text).toContain('OpenAI 0.4 % of 3,910, Google Gemini 0.6 % of 1,950');
    expect(html()).toContain('href="/calls/4bf92f3577b34da6a3ce929d0e0e4736"');
    expect(text).toContain('req_011CTESTFAULTLINE0000001');
  });

  it('can be taken along as Markdown and JSON', () => {
    expect(html()).toContain('href="/api/v1/incidents/7KQ2ABCD/report.md"');
    expect(html()).toContain('href="/api/v1/incidents/7KQ2ABCD"');
  });

  it('says what people and the configuration made of it', () => {
    const incident = { ...incidentPage.incident, mutedBy: 'load test', feedback: 'not_the_vendor' as const };
    expect(readable(html({ incident }))).toContain(
      'Nobody is paged for it: load test. Somebody looked at it and says: not the vendor.',
    );
  });

  it('lets no name or note out of its element', () => {
    const hostile = '</script><script>alert(1)</script><!--';
    const timeline = [{ atMs: sampleNowMs, kind: 'note' as const, who: hostile, text: hostile }];
    const markup = html({ timeline, incident: { ...incidentPage.incident, title: hostile } });
    expect(markup.match(/<script/g)).toHaveLength(2);
    expect(markup).not.toContain('<!--');
  });
});

describe('the list of incidents', () => {
  const list = (incidents: readonly IncidentLine[]): string =>
    readable(rendered({ ...incidentsPage, incidents }));

  it('says first how many are open', () => {
    expect(list([incidentLine])).toContain('One incident is open.');
    expect(list([{ ...incidentLine, resolvedMs: sampleNowMs }])).toContain('No incident is open.');
    expect(list([])).toContain('No incidents.');
  });

  it('names each with its class, its sentence and how long it has lasted', () => {
    expect(list([incidentLine])).toContain(
      'confirmed Vendor-wide , Anthropic Anthropic: 4 of 5 models failing',
    );
    expect(list([incidentLine])).toContain('00:25:10 UTC 23 minutes');
  });
});
