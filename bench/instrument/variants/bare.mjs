/** @returns {import('./variants.mjs').Started} */
export function start() {
  return {};
}
