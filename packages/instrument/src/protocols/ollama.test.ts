import { describe, expect, it } from 'vitest';
import { answerInBody, answerInText } from './answer-reader.ts';
import { ollamaChat, ollamaEmbed, ollamaGenerate } from './ollama.ts';
import { jsonLines, readPieces, readStream } from './streams.fixture.ts';

const line = (content: string): object => ({
  model: 'llama3',
  message: { role: 'assistant', content },
  done: false,
});
const last = {
  model: 'llama3',
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 3,
  eval_count: 5,
};

describe('Ollama', () => {
  it('is over at the line that is done, which holds the counts', () => {
    const pieces = [jsonLines(line('')), jsonLines(line('x')), jsonLines(last)];
    expect(readPieces(ollamaChat, pieces)).toMatchObject({
      firstAt: 1,
      answer: {
        protocol: 'complete',
        hasContent: true,
        responseModel: 'llama3',
        finishReasons: ['stop'],
        usage: { inputTokens: 3, outputTokens: 5 },
      },
    });
    expect(readStream(ollamaChat, jsonLines(line('x')))).toMatchObject({ protocol: 'incomplete' });
  });

  it('has failed at an error line, inside a 200', () => {
    const stream = jsonLines(line('x'), { error: 'llama runner process has terminated' });
    expect(readStream(ollamaChat, stream)?.error).toEqual({ message: 'llama runner process has terminated' });
  });

  it('is over at a last line whose context is longer than what is kept', () => {
    const context = Array.from({ length: 30_000 }, (_, index) => index);
    const stream = jsonLines(
      { model: 'llama3', response: 'x', done: false },
      { model: 'llama3', response: '', done: true, context, prompt_eval_count: 3, eval_count: 5 },
    );
    expect(readStream(ollamaGenerate, stream)).toMatchObject({
      protocol: 'complete',
      hasContent: true,
      usage: { inputTokens: 3, outputTokens: 5 },
    });
  });

  it('reads an answer that was not streamed, and tells a blank one', () => {
    const whole = { ...last, message: { role: 'assistant', content: 'x' } };
    expect(answerInBody(ollamaChat, 200, whole)).toMatchObject({ protocol: 'complete', hasContent: true });
    expect(answerInBody(ollamaChat, 200, last)).toMatchObject({ protocol: 'complete', hasContent: false });
    const call = { ...last, message: { content: '', tool_calls: [{ function: { name: 'f' } }] } };
    expect(answerInBody(ollamaChat, 200, call)).toMatchObject({ hasContent: true });
  });

  it('does not take the loading of a model for a blank answer', () => {
    const loaded = { model: 'llama3', response: '', done: true, done_reason: 'load' };
    expect(answerInBody(ollamaGenerate, 200, loaded)).toMatchObject({
      protocol: 'complete',
      hasContent: true,
    });
  });

  it('reads a plain JSON body in pieces, and a stream that the app took as text', () => {
    const body = Buffer.from(JSON.stringify({ ...last, message: { content: 'x' } }, null, 2));
    expect(readPieces(ollamaChat, [body], 'application/json; charset=utf-8').answer).toMatchObject({
      protocol: 'complete',
      hasContent: true,
    });
    const text = jsonLines(line('x'), last).toString('utf8');
    expect(answerInText(ollamaChat, 200, text)).toMatchObject({ protocol: 'complete', hasContent: true });
  });

  it('leaves counts unknown where it says none', () => {
    expect(answerInBody(ollamaChat, 200, { done: true, message: {} }).usage).toBeUndefined();
  });

  it.each([
    ['now', { model: 'm', embeddings: [[0.1]], prompt_eval_count: 3 }, { hasContent: true }],
    ['formerly', { embedding: [0.1] }, { hasContent: true }],
    ['empty', { embeddings: [] }, { hasContent: false }],
  ])('reads embeddings: %s', (_, body, expected) => {
    expect(answerInBody(ollamaEmbed, 200, body)).toMatchObject({ protocol: 'complete', ...expected });
  });
});
