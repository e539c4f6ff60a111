import type { Page } from '@faultline/conventions';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { PageContent } from './page-content.tsx';
import { pageTitle } from './page-title.ts';

export interface RenderOptions {
  /** The collector's clock; the page measures every age against it. */
  readonly nowMs: number;
  /** Where the page is, to load it again. */
  readonly path: string;
}

/**
 * The complete document of a page. Needs only `/assets/console.css` and `/assets/console.js` beside it and obeys
 * `default-src 'self'`: no inline script or style, no style attribute. Never throws for a valid page; no I/O.
 */
export function renderPage(page: Page, options: RenderOptions): string {
  return `<!doctype html>${render(<Document page={page} {...options} />)}`;
}

/** JSON that cannot end the script element it stands in. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function Document({ page, nowMs, path }: RenderOptions & { readonly page: Page }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{pageTitle(page)}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        <script type="module" src="/assets/console.js" />
      </head>
      <body>
        <noscript>
          <p class="notice">
            Without JavaScript this page does not update by itself. <a href={path}>Load it again</a>
          </p>
        </noscript>
        <div id="app" data-rendered-at-ms={nowMs}>
          <PageContent page={page} nowMs={nowMs} connection="none" announcement="" />
        </div>
        <script type="application/json" id="page" dangerouslySetInnerHTML={{ __html: embeddedJson(page) }} />
      </body>
    </html>
  );
}
