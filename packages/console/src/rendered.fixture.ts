import type { Page } from '@faultline/conventions';
import { parsePage } from './live/parse-page.ts';
import { plain } from './plain.fixture.ts';
import { renderPage } from './render.tsx';
import { sampleNowMs } from './sample-walls.fixture.ts';

/** The document of a page, as the collector would send it on the evening of the samples. */
export function rendered(page: Page, nowMs = sampleNowMs): string {
  return renderPage(page, { nowMs, path: '/', signedInAs: null });
}

/** What a person reads: the page without its head, data block, tags and entities. */
export function readable(html: string): string {
  return plain(html)
    .replace(/<head>.*?<\/head>|<script.*?<\/script>|<title>.*?<\/title>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');
}

/** What the policy `default-src 'self'` would refuse; empty when it refuses nothing. */
export function refusedByPolicy(html: string): readonly string[] {
  const markup = html.replace(/(<script type="application\/json"[^>]*>).*?(<\/script>)/s, '$1$2');
  return [
    ...(markup.match(/\sstyle=|<style|\son[a-z]+=|javascript:/gi) ?? []),
    ...(markup.match(/(?:src|href|action)="(?:https?:)?\/\/[^"]*/g) ?? []),
  ];
}

/** The data that a document carries, from which the browser goes on; undefined when it is none. */
export function embeddedPage(html: string): Page | undefined {
  const [, json = ''] = /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(html) ?? [];
  return parsePage(json);
}
