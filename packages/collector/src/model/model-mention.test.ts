import { describe, expect, it } from 'vitest';
import { mayMean, mentionedModels } from './model-mention.ts';

describe('the models that a text speaks of', () => {
  it.each([
    ['Elevated errors on Claude Opus 4.8', ['opus 4.8']],
    ['Elevated errors on Opus 4.6, 4.7 and 4.8', ['opus 4.6', 'opus 4.7', 'opus 4.8']],
    ['Requests to Opus 4.8 fail. Sonnet 4.6 requests as well', ['opus 4.8', 'sonnet 4.6']],
    ['Opus 4.8 and Sonnet 4.6 answer late', ['opus 4.8', 'sonnet 4.6']],
    ['Sonnet models are degraded', ['sonnet']],
    ['Claude 3.5 Sonnet', ['sonnet 3.5']],
    ['claude-opus-4-8-20260514', ['opus 4.8']],
    ['claude-opus-4-20250514', ['opus 4']],
    ['anthropic.claude-haiku-4-5-v1:0', ['haiku 4.5']],
    ['GPT-4o and GPT-4.1-mini', ['gpt 4.1 mini', 'gpt 4o']],
    ['gpt-4o-2024-08-06', ['gpt 4o']],
    ['o3-mini is slow', ['o 3 mini']],
    ['Gemini 2.5 Flash-Lite', ['gemini 2.5 flash lite']],
    ['gemini-2.5-pro', ['gemini 2.5 pro']],
    ['Mistral Large', ['mistral large']],
    ['mistral-large-2411', ['mistral large']],
    ['Embeddings are failing', ['embedding']],
  ])('%s', (text, models) => {
    expect(mentionedModels(text)).toEqual(models);
  });

  it.each([
    'Elevated errors on the API',
    'ChatGPT is unavailable',
    'Claude is unavailable',
    'Mistral is looking into it',
    'Gemini API errors in us-east-1',
    'Errors since 12:40 UTC for 4 minutes',
  ])('names none in: %s', (text) => {
    expect(mentionedModels(text)).toEqual([]);
  });

  it('does not take a number of something else for a version', () => {
    expect(mentionedModels('Errors on Opus 5% of the time, Sonnet 4 minutes, Haiku 12:40')).toEqual([
      'haiku',
      'opus',
      'sonnet',
    ]);
  });
});

describe('whether a post may mean a model', () => {
  it.each([
    ['Opus 4.8', 'claude-opus-4-8', true],
    ['Opus 4.8', 'claude-opus-4-7', false],
    ['Opus 4', 'claude-opus-4-8', false],
    ['Opus', 'claude-opus-4-8', true],
    ['Claude 3.5 Sonnet', 'claude-3-5-sonnet-20241022', true],
    ['Claude 3.5 Sonnet', 'claude-sonnet-4-6', false],
    ['GPT-4.1', 'gpt-4.1-mini', true],
    ['GPT-4o mini', 'gpt-4o', false],
    ['GPT-4o', 'our-deployment', true],
  ])('"%s" and %s: %s', (text, model, may) => {
    expect(mayMean(mentionedModels(text), model)).toBe(may);
  });
});
