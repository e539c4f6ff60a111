import type { Context, MiddlewareHandler } from 'hono';

/** Nothing from elsewhere, nothing inline: a page needs its own script and style files and its own event stream. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  // To others nothing. Not `no-referrer`: under that, a form of ours is posted with `Origin: null` (Fetch, "append a
  // request Origin header"), and could not be told from one of another site.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** A year, as browsers' preload lists want it. */
const transportSecurity = 'max-age=31536000';

/** On every answer. `isHttps`: whether the browser came by it. */
export function secureHeaders(isHttps: (context: Context) => boolean): MiddlewareHandler {
  return async (context, next) => {
    await next();
    const answer = context.res.headers;
    for (const [name, value] of Object.entries(headers)) answer.set(name, value);
    // What is meant for the pages of others, such as a badge, says so itself.
    if (!answer.has('cross-origin-resource-policy'))
      answer.set('cross-origin-resource-policy', 'same-origin');
    if (isHttps(context)) answer.set('strict-transport-security', transportSecurity);
  };
}
