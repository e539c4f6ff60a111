import { expect, it } from 'vitest';
import type { OfficialPost } from '../../model/official.ts';
import { samplePost } from '../samples.fixture.ts';
import { encodePosts, incidentColumns, recallIncident } from './incident-row.ts';

it('posts of vendors that a crash left in the spool are known again, in their version', () => {
  const posts = [samplePost({ postedMs: 1_000 }), samplePost({ postedMs: 2_000, region: 'us-east-1' })];
  const recalled: (readonly [number, OfficialPost])[] = [];
  const nothing = (): void => undefined;
  for (const { table, values } of encodePosts(posts, 5_000)) {
    expect(values).toHaveLength(incidentColumns.official_posts.length);
    recallIncident(table, values, {
      ...{ onIncident: nothing, onTransition: nothing, onRemark: nothing, onOverride: nothing },
      onPost: (version, post) => recalled.push([version, post]),
    });
  }
  expect(recalled).toEqual(posts.map((post) => [5_000, post]));
});
