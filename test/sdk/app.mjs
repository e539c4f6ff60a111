import { casesOf, families } from './families.mjs';
import { runCases } from './run-cases.mjs';

/** An ESM app: `app.mjs FAMILY PACKAGE`. */
const [familyName, packageNames] = process.argv.slice(2);
const family = families[familyName];
const sdk = Object.assign({}, ...(await Promise.all(packageNames.split(',').map((name) => import(name)))));
await runCases({
  family,
  cases: casesOf(family),
  sdk,
  url: process.env.VENDOR_URL,
  chosen: process.env.CASES?.split('|'),
});
