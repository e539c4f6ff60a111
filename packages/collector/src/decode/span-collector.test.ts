import { expect, it } from 'vitest';
import { DecodeError } from './decode-error.ts';
import type { Span } from './span.ts';
import { SpanCollector } from './span-collector.ts';

it('refuses a request with more spans than one batch can reasonably hold, before it has cost much', () => {
  const collector = new SpanCollector(true);
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: '' } as Span;
  for (let count = 0; count < 50_000; count += 1) collector.add(span);
  expect(() => collector.add(span)).toThrow(DecodeError);
});
