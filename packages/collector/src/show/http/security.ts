import type { MiddlewareHandler } from 'hono';

/** Nothing from elsewhere, nothing inline: the page needs its own script and style files and its own event stream. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const secureHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set('content-security-policy', contentSecurityPolicy);
  context.res.headers.set('x-content-type-options', 'nosniff');
  context.res.headers.set('referrer-policy', 'no-referrer');
};
