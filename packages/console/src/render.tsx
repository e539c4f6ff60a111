import type { Page } from '@faultline/conventions';
import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { LoginPage, type LoginPageProps } from './login/login-page.tsx';
import { PageContent } from './page-content.tsx';
import { pageTitle } from './page-title.ts';

export interface RenderOptions {
  /** The collector's clock; the page measures every age against it. */
  readonly nowMs: number;
  /** Where the page is, to load it again. */
  readonly path: string;
  /** The name of the token that somebody logged in with; null when there is nothing to sign out of. */
  readonly signedInAs: string | null;
}

/**
 * The complete document of a page. Needs only `/assets/console.css` and `/assets/console.js` beside it and obeys
 * `default-src 'self'`: no inline script or style, no style attribute. Never throws for a valid page; no I/O.
 */
export function renderPage(page: Page, options: RenderOptions): string {
  return `<!doctype html>${render(<PageDocument page={page} {...options} />)}`;
}

/** The complete document of the login, under the same policy; without a script. */
export function renderLogin(page: LoginPageProps): string {
  return `<!doctype html>${render(
    <Document title="Sign in · Faultline">
      <div id="app">
        <LoginPage {...page} />
      </div>
    </Document>,
  )}`;
}

/** JSON that cannot end the script element it stands in. */
function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

interface DocumentProps {
  readonly title: string;
  readonly script?: string;
  /** For a screen on a wall: larger, and nothing to click. */
  readonly isKiosk?: boolean;
  readonly children: ComponentChildren;
}

function Document({ title, script, isKiosk = false, children }: DocumentProps): VNode {
  return (
    <html lang="en" class={isKiosk ? 'kiosk' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        {script !== undefined && <script type="module" src={script} />}
      </head>
      <body>{children}</body>
    </html>
  );
}

function PageDocument({ page, nowMs, path, signedInAs }: RenderOptions & { readonly page: Page }): VNode {
  const app = { 'data-rendered-at-ms': nowMs, 'data-signed-in-as': signedInAs ?? undefined };
  return (
    <Document title={pageTitle(page)} script="/assets/console.js" isKiosk={/[?&]kiosk\b/.test(path)}>
      <noscript>
        <p class="notice">
          Without JavaScript this page does not update by itself. <a href={path}>Load it again</a>
        </p>
      </noscript>
      <div id="app" {...app}>
        <PageContent {...{ page, nowMs, signedInAs }} connection="none" announcement="" />
      </div>
      <script type="application/json" id="page" dangerouslySetInnerHTML={{ __html: embeddedJson(page) }} />
    </Document>
  );
}
