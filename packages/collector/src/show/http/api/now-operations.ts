import { officialAnswer } from './official-schema.ts';
import { json, type Operation, text } from './operation.ts';
import { wall } from './wall-schema.ts';

const getWall: Operation = {
  method: 'get',
  path: '/wall',
  id: 'getWall',
  tag: 'Now',
  summary: 'The state of everything in one answer',
  answers: [json(wall, 'The newest wall.')],
  problems: [],
  example: '/wall',
};

const streamWall: Operation = {
  method: 'get',
  path: '/wall/stream',
  id: 'streamWall',
  tag: 'Now',
  summary: 'The wall as server-sent events, whenever there is a new one',
  description:
    'Events `wall`, whose data is a wall, and `ping`, which says that the stream is alive. Whoever comes back with `Last-Event-ID` gets only what is newer.',
  answers: [text('text/event-stream', 'A stream that does not end.')],
  problems: ['busy'],
  example: '/wall/stream',
};

const getOfficial: Operation = {
  method: 'get',
  path: '/official',
  id: 'getOfficial',
  tag: 'Now',
  summary: 'What vendors say on their status pages, and how far that can be believed',
  answers: [json(officialAnswer, 'Status pages and posts.')],
  problems: [],
  example: '/official',
};

export const nowOperations: readonly Operation[] = [getWall, streamWall, getOfficial];
