'use strict';
/** A CommonJS app: `app.cjs FAMILY PACKAGE`. */
const [familyName, packageNames] = process.argv.slice(2);
const sdk = Object.assign({}, ...packageNames.split(',').map((name) => require(name)));
(async () => {
  const { casesOf, families } = await import('./families.mjs');
  const { runCases } = await import('./run-cases.mjs');
  const family = families[familyName];
  await runCases({
    family,
    cases: casesOf(family),
    sdk,
    url: process.env.VENDOR_URL,
    chosen: process.env.CASES?.split('|'),
  });
})();
