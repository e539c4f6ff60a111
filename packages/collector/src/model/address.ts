/** What lies below an address that people wrote down, with or without slashes at its end. */
export function addressBelow(base: string, path: string): string {
  return base.replace(/\/+$/, '') + path;
}
