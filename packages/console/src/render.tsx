import type { Wall } from '@faultline/conventions';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { pageTitle } from './page-title.ts';
import { WallPage } from './wall/wall-page.tsx';

export interface RenderOptions {
  /** The collector's clock; the page measures every age against it. */
  readonly nowMs: number;
}

/**
 * The complete document of the wall. Needs only `/assets/console.css` and `/assets/console.js` beside it and obeys
 * `default-src 'self'`: no inline script or style, no style attribute. Never throws for a valid wall; no I/O.
 */
export function renderPage(wall: Wall, options: RenderOptions): string {
  return `<!doctype html>${render(<Document wall={wall} nowMs={options.nowMs} />)}`;
}

/** JSON that cannot end the script element it stands in. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function Document({ wall, nowMs }: { readonly wall: Wall; readonly nowMs: number }): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{pageTitle(wall)}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        <script type="module" src="/assets/console.js" />
      </head>
      <body>
        <noscript>
          <p class="notice">
            Without JavaScript this page does not update by itself. <a href="/">Load it again</a>
          </p>
        </noscript>
        <div id="app" data-rendered-at-ms={nowMs}>
          <WallPage wall={wall} nowMs={nowMs} connection="none" announcement="" />
        </div>
        <script type="application/json" id="wall" dangerouslySetInnerHTML={{ __html: embeddedJson(wall) }} />
      </body>
    </html>
  );
}
