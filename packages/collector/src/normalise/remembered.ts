import { RecentMap } from './recent-map.ts';

const textsMax = 1_000;
/** Nobody's host or scope is longer. */
const textLengthMax = 200;

/** What a function makes of a text, worked out once for those that came lately: every span of an app has the same few. */
export function remembered<Result>(of: (text: string) => Result): (text: string) => Result {
  const results = new RecentMap<{ readonly result: Result }>(textsMax);
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known.result;
    const result = of(text);
    if (text.length <= textLengthMax) results.set(text, { result });
    return result;
  };
}
