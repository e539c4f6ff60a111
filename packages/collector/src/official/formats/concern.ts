import type { OfficialSource } from '../../model/official.ts';
import { holdsPhrase } from './plain-text.ts';

type Filter = Pick<OfficialSource, 'components' | 'elsewhere'>;

/**
 * Whether an incident is about the API: by the components it names, or, where it names none, unless its title names another
 * product and not the API.
 */
export function concernsApi(
  { components, elsewhere }: Filter,
  title: string,
  named: readonly string[],
): boolean {
  if (named.length > 0)
    return (
      components.length === 0 || named.some((name) => components.some((each) => holdsPhrase(name, each)))
    );
  const isElsewhere = elsewhere.some((each) => holdsPhrase(title, each));
  return !isElsewhere || /\bAPIs?\b/i.test(title);
}
