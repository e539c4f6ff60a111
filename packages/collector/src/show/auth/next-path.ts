const lengthMax = 2_000;
/** Only for resolving: what leads away from it leads away from us. */
const here = 'http://here.invalid';

/** Where to go after the login: a path of ours, or the wall for anything else. */
export function nextPath(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > lengthMax || !isPath(wanted)) return '/';
  if (!URL.canParse(wanted, here)) return '/';
  const { origin, pathname, search, hash } = new URL(wanted, here);
  // Resolving takes dots away: `/.//evil.example` has become what it must not be.
  if (origin !== here || !isPath(pathname) || /^\/log(in|out)$/.test(pathname)) return '/';
  return pathname + search + hash;
}

/** Two slashes begin a host, a backslash counts as one, and control characters are left out by browsers (WHATWG URL). */
function isPath(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /^\/(?!\/)[^\\\u0000-\u0020\u007f]*$/.test(text);
}
