import { describe, expect, it } from 'vitest';
import type { AttributeValue, Span } from '../decode/span.ts';
import { createLatePieces, type LatePieces } from './late-pieces.ts';
import { createMemory } from './memory.ts';
import { type Normalised, normalise } from './normalise.ts';
import { endedAtMs, spanOf } from './span.fixture.ts';

const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5',
};
const [outerId, innerId, rootId] = ['a', 'b', 'c'].map((digit) => digit.repeat(16)) as [
  string,
  string,
  string,
];

function piece(spanId: string, parentSpanId: string, values: Record<string, AttributeValue> = {}): Span {
  return spanOf({ ...chat, ...values }, { spanId, parentSpanId });
}

function request(latePieces: LatePieces, ...spans: Span[]): Normalised {
  return normalise(spans, endedAtMs, { ...createMemory(), latePieces });
}

describe('spans of one call that come in different requests', () => {
  const outer = piece(outerId, rootId);
  const inner = piece(innerId, outerId);

  it.each([
    ['inner first, as it ends first', inner, outer],
    ['outer first', outer, inner],
  ])('count once: %s', (_order, first, second) => {
    const late = createLatePieces();
    expect(request(late, first).calls).toHaveLength(1);
    const rows = request(late, second);
    expect(rows.calls).toEqual([]);
    expect(rows.attempts).toEqual([]);
    expect(rows.dropped).toEqual({ nested: 1 });
  });

  it('count once through three layers', () => {
    const late = createLatePieces();
    request(late, inner);
    request(late, outer);
    expect(request(late, piece(rootId, '')).calls).toEqual([]);
  });

  it('count as if they came once when a batch is sent again', () => {
    const late = createLatePieces();
    for (let time = 0; time < 2; time++) {
      expect(request(late, inner).calls).toHaveLength(1);
      expect(request(late, outer).calls).toHaveLength(0);
    }
  });

  it('leave a request to the call that came before it, and never the call to its request', () => {
    const post = spanOf(
      { 'url.full': 'https://api.openai.com/v1/responses', 'http.response.status_code': 200 },
      { spanId: innerId, parentSpanId: outerId },
    );
    const callFirst = createLatePieces();
    request(callFirst, outer);
    expect(request(callFirst, post).calls).toEqual([]);
    const requestFirst = createLatePieces();
    request(requestFirst, post);
    expect(request(requestFirst, outer).calls).toMatchObject([{ model: 'gpt-5' }]);
  });

  it("keep our own SDK's call, which its attempts belong to", () => {
    const late = createLatePieces();
    request(late, outer);
    expect(request(late, piece(innerId, outerId, { 'faultline.outcome': 'ok' })).calls).toHaveLength(1);
  });
});

describe('spans of different calls in different requests', () => {
  it('count each when the model differs, or when they are siblings', () => {
    const late = createLatePieces();
    request(late, piece(innerId, outerId));
    expect(request(late, piece(outerId, '', { 'gen_ai.request.model': 'gpt-5-mini' })).calls).toHaveLength(1);
    expect(request(late, piece(rootId, outerId)).calls).toHaveLength(1);
  });

  it('count each once the memory is full: forgetting costs an extra row, never a missing one', () => {
    const late = createLatePieces(undefined, 2);
    request(late, piece(innerId, outerId));
    for (const digit of ['1', '2', '3', '4', '5']) request(late, piece(digit.repeat(16), ''));
    expect(request(late, piece(outerId, '')).calls).toEqual([]);
    for (const digit of ['6', '7', '8', '9']) request(late, piece(digit.repeat(16), 'd'.repeat(16)));
    expect(request(late, piece('e'.repeat(16), innerId)).calls).toHaveLength(1);
  });
});

describe('HTTP requests beside the calls of their service', () => {
  const url = { 'url.full': 'https://api.openai.com/v1/responses', 'http.response.status_code': 200 };
  const own = { ...chat, 'faultline.outcome': 'ok' };
  const post = (spanId: string, values: Record<string, AttributeValue> = url): Span =>
    spanOf(values, { spanId });

  it('do not count a second time, though no span ties them together, in one request or later', () => {
    const late = createLatePieces();
    const rows = request(late, post(innerId), spanOf(own, { spanId: outerId }));
    expect(rows.calls).toMatchObject([{ source: 'faultline' }]);
    expect(rows.dropped).toEqual({ nested: 1 });
    expect(request(late, post(rootId)).calls).toEqual([]);
  });

  it('count where they are the only witness: of another vendor, or of another service', () => {
    const late = createLatePieces();
    request(late, spanOf(own, { spanId: outerId }));
    const anthropic = { ...url, 'url.full': 'https://api.anthropic.com/v1/messages' };
    expect(request(late, post(innerId, anthropic)).calls).toMatchObject([{ provider: 'anthropic' }]);
    const elsewhere = { ...post(rootId), resource: { attributes: new Map([['service.name', 'elsewhere']]) } };
    expect(request(late, elsewhere).calls).toHaveLength(1);
  });
});
