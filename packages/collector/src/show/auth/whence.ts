import { isIP } from 'node:net';

/** What a browser says about the page that makes it send a request, and where it sends it. */
export interface Sender {
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/** `untold`: nothing says that it is a browser. */
export type Whence = 'here' | 'elsewhere' | 'untold';

/**
 * Whether a page of ours sent this (OWASP, Cross-Site Request Forgery Prevention: fetch metadata, then origin). Browsers
 * leave `Sec-Fetch-Site` out over plain HTTP to other machines; `Origin` they send with every POST.
 */
export function whence({ secFetchSite, origin, host }: Sender, publicUrl: string | undefined): Whence {
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin') return 'elsewhere';
  if (secFetchSite === 'same-origin') return 'here';
  if (origin === undefined) return 'untold';
  const from = hostOf(origin);
  // Of the scheme a proxy may know better than we.
  const own = [host?.toLowerCase(), publicUrl && hostOf(publicUrl)];
  return from !== undefined && own.includes(from) ? 'here' : 'elsewhere';
}

/**
 * Whether no name server can have had a word in where this leads: a page of another site can give its own name the address
 * of this machine (DNS rebinding), and is then taken for ours by the browser.
 */
export function isOwnName(host: string | undefined, publicUrl: string | undefined): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return true;
  return publicUrl !== undefined && name === new URL(publicUrl).hostname;
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
