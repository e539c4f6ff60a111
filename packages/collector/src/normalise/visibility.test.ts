import { describe, expect, it } from 'vitest';
import { metricsSource } from '../model/metrics-source.ts';
import { dialects } from './dialect-order.ts';
import { visibilityOf } from './visibility.ts';

/** Logfire's dialect only drops; its calls speak the conventions. */
const sources = new Set(dialects.map(({ name }) => name).filter((name) => name !== 'logfire'));

describe('how much a source can show', () => {
  it('is graded for every source that rows can come from, and for no other', () => {
    expect(Object.keys(visibilityOf).sort()).toEqual([...sources, metricsSource].sort());
  });

  it('names what is missing wherever failures can go unseen', () => {
    const silent = Object.entries(visibilityOf).filter(
      ([, { failures, caveat }]) => failures !== 'full' && caveat === '',
    );
    expect(silent).toEqual([]);
  });

  it('warns of the sources that lost or hid failures when they were captured', () => {
    for (const source of ['openinference', 'traceloop', 'otel_openai', 'google_adk', 'mastra', 'aws_sdk']) {
      expect(visibilityOf[source]?.failures, source).not.toBe('full');
    }
  });
});
