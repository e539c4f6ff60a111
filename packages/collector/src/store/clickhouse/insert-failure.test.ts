import { ClickHouseError } from '@clickhouse/client';
import { expect, test } from 'vitest';
import { judgeFailure } from './insert-failure.ts';

const clickHouseError = (code: string, type: string, message = 'because'): ClickHouseError =>
  new ClickHouseError({ message, code, type });

test.each([
  [clickHouseError('241', 'MEMORY_LIMIT_EXCEEDED'), 'memory'],
  [clickHouseError('243', 'NOT_ENOUGH_SPACE'), 'disk_full'],
  [
    clickHouseError('75', 'CANNOT_WRITE_TO_FILE_DESCRIPTOR', 'errno: 28, No space left on device'),
    'disk_full',
  ],
  [clickHouseError('252', 'TOO_MANY_PARTS'), 'too_many_parts'],
  [clickHouseError('159', 'TIMEOUT_EXCEEDED'), 'timeout'],
  [clickHouseError('209', 'SOCKET_TIMEOUT'), 'timeout'],
  [clickHouseError('210', 'NETWORK_ERROR'), 'unreachable'],
  [clickHouseError('279', 'ALL_CONNECTION_TRIES_FAILED'), 'unreachable'],
  [clickHouseError('497', 'ACCESS_DENIED'), 'other'],
  [new Error('socket hang up'), 'unreachable'],
])('%s passes, and is counted as %s', (error, failure) => {
  expect(judgeFailure(error)).toMatchObject({ kind: 'retry', failure });
});

test('what is wrong with the rows themselves will be wrong at the next try too', () => {
  expect(judgeFailure(clickHouseError('27', 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'))).toEqual({
    kind: 'rejected',
    reason: 'error 27 CANNOT_PARSE_INPUT_ASSERTION_FAILED: because',
  });
});

test('an operator reads what it means and then what ClickHouse said', () => {
  expect(judgeFailure(clickHouseError('243', 'NOT_ENOUGH_SPACE', 'Cannot reserve 1.00 MiB'))).toMatchObject({
    reason: 'the disk of ClickHouse is full (error 243 NOT_ENOUGH_SPACE: Cannot reserve 1.00 MiB)',
  });
});
