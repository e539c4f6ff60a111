import type { Family } from '../fuzz-case.ts';
import { apiBodies, apiPaths, apiQueries } from './api.ts';
import { framing, headerFloods, headers, pipelines, streams, unfinished } from './http.ts';
import { otlpCompressed, otlpJson, otlpProtobuf, otlpTypes } from './otlp.ts';
import { consolePages, login, statusFeeds } from './pages.ts';

/** In turn, so that a short run has some of each. What reads most is named more than once. */
export const families: readonly [Family, ...Family[]] = [
  ...([otlpProtobuf, otlpJson, otlpCompressed, otlpTypes] as const),
  ...([apiQueries, apiPaths, apiBodies, login] as const),
  ...([otlpProtobuf, otlpJson, apiQueries, apiBodies] as const),
  ...([consolePages, statusFeeds, headers, framing] as const),
  ...([headerFloods, pipelines, unfinished, streams] as const),
];
