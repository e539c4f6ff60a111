import type { Page, Wall, WallOfficial } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { plain } from './plain.fixture.ts';
import { renderLogin, renderPage } from './render.tsx';
import { embeddedPage, readable, refusedByPolicy, rendered } from './rendered.fixture.ts';
import { samplePages } from './sample-pages.fixture.ts';
import { emptyWall, localNetworkWall, normalWall, outageWall, sampleNowMs } from './sample-walls.fixture.ts';

const page = (wall: Wall, nowMs = sampleNowMs): string => rendered({ kind: 'wall', wall }, nowMs);

describe('the outage of June 22', () => {
  const text = readable(page(outageWall));

  it('leads with the sentence and its evidence', () => {
    expect(page(outageWall)).toContain(
      '<h1 id="headline">Anthropic is failing on 4 of 5 models, for 23 minutes.</h1>',
    );
    expect(text).toContain('Anthropic’s status page says nothing yet.');
    expect(text.indexOf('Anthropic is failing')).toBeLessThan(text.indexOf('Open incidents'));
  });

  it('lists the open incident with its class, models, beginning and how sure we are', () => {
    expect(text).toContain(
      'confirmed Vendor-wide , Anthropic claude-opus-4-8, claude-opus-4-7, claude-opus-4-6, claude-sonnet-4-6 ' +
        'since 00:25:10 UTC 23 minutes sure 99.3 %',
    );
  });

  it('shows each model with its state, its errors and first token against the usual, and its traffic', () => {
    expect(text).toContain('claude-opus-4-8 failing 98.4 % 0.6 % – no data 6.2 s 18');
    expect(text).toContain('claude-haiku-4-5 recovering 2.1 % 0.4 % 0.91 s 0.62 s 66');
  });

  it('keeps what was resolved below the table', () => {
    expect(text).toContain(
      'Recently resolved resolved One model , OpenAI gpt-5-mini 21 June, 23:02:40 UTC to 23:14:52 UTC',
    );
    expect(text.indexOf('Recently resolved')).toBeGreaterThan(text.indexOf('gemini-3-flash'));
  });

  it('is a real table: column heads, a head for each row, a group for each vendor', () => {
    const html = page(outageWall);
    const table = html.slice(html.indexOf('<table class="vendor-table"'), html.indexOf('</table>'));
    expect(table).toContain('<caption');
    expect(table.match(/<th scope="col"/g)).toHaveLength(8);
    expect(table.match(/<th scope="rowgroup"/g)).toHaveLength(3);
    expect(table.match(/<th scope="row"/g)).toHaveLength(9);
    expect(table.match(/<tbody>/g)).toHaveLength(3);
    for (const row of table.split('<tr').slice(2)) expect(row.match(/<td/g)).toHaveLength(7);
  });

  it('tells every strip in a sentence and all of them in a table of numbers', () => {
    const html = plain(page(outageWall));
    expect(html.match(/<svg class="strip" role="img"[^>]*><title>[^<]+<\/title>/g)).toHaveLength(12);
    expect(html).toMatch(
      /<title>Error share over the last 3 h: at most 9\d\.\d %\. 5\.0 % or more since 00:24 UTC\.<\/title>/,
    );
    expect(text).toContain('Highest error share of any 2 min within each 30 min');
  });
});

describe('the other walls', () => {
  it('a quiet one has no incident sections and nothing in red', () => {
    const html = page(normalWall);
    expect(readable(html)).toContain('Everything is normal.');
    expect(html).not.toContain('<section class="incidents"');
    expect(html).not.toContain('tone-down');
  });

  it('an empty one says how to begin, in two lines', () => {
    const text = readable(page(emptyWall));
    expect(text).toContain('npm install @faultline/instrument');
    expect(text).toContain(
      'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 node --import @faultline/instrument/register app.js',
    );
    expect(page(emptyWall)).not.toContain('<table');
  });

  it('a fault of our own network names no vendor', () => {
    const text = readable(page(localNetworkWall));
    expect(text).toContain('confirmed Our own network since 00:43:04 UTC 5 minutes likely 87.0 %');
    expect(text).toContain('Collector degraded 3 % of telemetry arrived more than a minute late.');
  });
});

/** Nothing else leads to another host; what a person follows is no part of the page and loads nothing. */
function linksAway(sample: Page): readonly string[] {
  const posts = sample.kind === 'incident' ? sample.timeline : [];
  return posts.flatMap(({ url }) => (url === undefined ? [] : [`href="${url}`]));
}

describe('every page', () => {
  it.each(Object.entries(samplePages))('%s obeys a policy of default-src self', (_, sample) => {
    const html = rendered(sample);
    const markup = html.replace(/(<script type="application\/json"[^>]*>).*?(<\/script>)/s, '$1$2');
    expect(refusedByPolicy(html)).toEqual(linksAway(sample));
    expect(markup.match(/<script(?! type="application\/json")[^>]*>/g)).toEqual([
      '<script type="module" src="/assets/console.js">',
    ]);
  });

  it.each(Object.entries(samplePages))(
    '%s carries its own data, from which the browser goes on',
    (_, sample) => {
      const html = rendered(sample);
      expect(embeddedPage(html)).toEqual(sample);
      expect(html).toContain(`<div id="app" data-rendered-at-ms="${sampleNowMs}">`);
    },
  );

  it('cannot be broken out of by a model’s name', () => {
    const hostile = '</script><script>alert(1)</script><!--';
    const [vendor] = outageWall.vendors;
    if (!vendor) throw new Error('the sample has a vendor');
    const wall: Wall = { ...outageWall, headline: hostile, vendors: [{ ...vendor, displayName: hostile }] };
    expect(page(wall)).not.toContain('<script>alert');
    expect(page(wall)).not.toContain('<!--');
  });

  it('calls itself a snapshot until its script runs, and stale when the collector stood still', () => {
    expect(readable(page(outageWall))).toContain('snapshot data 2 s old');
    const old = readable(page(outageWall, sampleNowMs + 300_000));
    expect(old).toContain('data is stale last data 5 min ago');
    expect(old).toContain('This was 5 min ago. It may no longer be so.');
  });

  it('shows the state in the tab before its words', () => {
    expect(page(outageWall)).toContain('<title>■ Anthropic is failing');
    expect(page(normalWall)).toContain('<title>● Everything is normal.');
  });
});

describe('a wall on a screen that nobody touches', () => {
  it('is asked for in the address', () => {
    const kiosk = { nowMs: sampleNowMs, path: '/?kiosk', signedInAs: null };
    expect(renderPage({ kind: 'wall', wall: normalWall }, kiosk)).toContain('<html lang="en" class="kiosk">');
    expect(page(normalWall)).toContain('<html lang="en">');
  });
});

describe('what the vendor says of itself', () => {
  const withPage = (official: WallOfficial | null): string => {
    const [vendor] = normalWall.vendors;
    return vendor ? readable(page({ ...normalWall, vendors: [{ ...vendor, official }] })) : '';
  };

  it('stands beside what we found, and is no part of it', () => {
    const official = {
      state: 'outage',
      page: 'ok',
      readAtMs: sampleNowMs,
      title: 'Elevated errors',
    } as const;
    expect(withPage(official)).toMatch(/Its status page: outage normal/);
    expect(withPage(null)).not.toContain('status page');
  });

  it('is no all-clear when its page cannot be read', () => {
    const official = { state: 'unknown', page: 'unreadable', readAtMs: sampleNowMs } as const;
    expect(withPage(official)).toContain('Its status page: unreadable');
  });
});

describe('signing in and out', () => {
  it('is one sentence, one labelled field and one button, under the same policy and without a script', () => {
    const html = renderLogin({ next: '/incidents/7KQ2?a=1&b="', problem: null });
    expect(readable(html)).toBe(' Faultline Sign in with the token you were given. Token Sign in ');
    expect(html).toContain('<label for="token">');
    expect(html).toMatch(
      /<input id="token" name="token" type="password" required[^>]* autocomplete="current-password"/,
    );
    expect(html).toContain('name="next" value="/incidents/7KQ2?a=1&amp;b=&quot;"');
    expect(html).not.toMatch(/<script|\sstyle=|<style|\son[a-z]+=/);
  });

  it('says in words what went wrong, tied to the field, and never what was entered', () => {
    const html = renderLogin({ next: '/', problem: 'This token is <not> known here.' });
    expect(html).toContain('aria-invalid="true" aria-describedby="problem"');
    expect(html).toContain(
      '<p id="problem" class="tone-down" role="alert">This token is &lt;not> known here.</p>',
    );
  });

  it('a page shows the way out to who signed in, and to nobody else', () => {
    const html = renderPage(
      { kind: 'wall', wall: normalWall },
      { nowMs: sampleNowMs, path: '/', signedInAs: 'kim' },
    );
    expect(html).toContain('<form class="sign-out" method="post" action="/logout">');
    expect(html).toContain('data-signed-in-as="kim"');
    expect(page(normalWall)).not.toMatch(/sign-out|signed-in/);
  });
});
