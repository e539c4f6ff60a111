import type { PageKind } from '@faultline/conventions';
import { z } from 'zod';
import { json, type Operation } from './operation.ts';
import { named } from './schema.ts';

/** Beside its kind it is what this release of the console draws, and promised to nobody. */
const page = named(
  'ConsolePage',
  "What a page of the console is drawn from. It is the console's own: all but `kind` may change with any release.",
  z.looseObject({
    kind: z.enum([
      'wall',
      'incidents',
      'incident',
      'slos',
      'explore',
      'calls',
      'trace',
      'problem',
    ] satisfies PageKind[]),
  }),
);

const read = {
  method: 'get',
  tag: 'Console',
  description: "The console's own; asked with the query of the page's address.",
  answers: [json(page, 'The page.')],
  problems: ['not-found', 'store-unavailable'],
} as const satisfies Partial<Operation>;

export const pageOperations: readonly Operation[] = [
  { ...read, path: '/pages/', id: 'getWallPage', summary: 'The wall as a page', example: '/pages/' },
  {
    ...read,
    path: '/pages/incidents',
    id: 'getIncidentsPage',
    summary: 'The page of all incidents',
    example: '/pages/incidents',
  },
  {
    ...read,
    path: '/pages/incidents/{id}',
    id: 'getIncidentPage',
    summary: 'The page of one incident',
    parameters: { id: 'Of the incident.' },
    example: '/pages/incidents/7KQ2ABCD',
  },
  {
    ...read,
    path: '/pages/slos',
    id: 'getSlosPage',
    summary: 'The page of service levels',
    example: '/pages/slos',
  },
  {
    ...read,
    path: '/pages/explore',
    id: 'getExplorePage',
    summary: 'The page of series',
    example: '/pages/explore?provider=anthropic',
  },
  {
    ...read,
    path: '/pages/calls',
    id: 'getCallsPage',
    summary: 'The page of single calls',
    example: '/pages/calls?outcome=overloaded',
  },
  {
    ...read,
    path: '/pages/calls/{traceId}',
    id: 'getTracePage',
    summary: 'The page of one trace',
    parameters: { traceId: '32 hexadecimal digits.' },
    example: '/pages/calls/4bf92f3577b34da6a3ce929d0e0e4736',
  },
];
