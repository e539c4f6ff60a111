import { describe, expect, it } from 'vitest';
import { createGuesses, defaultGuesses } from './guesses.ts';
import { createRateLimit } from './rate-limit.ts';

describe('a rate limit', () => {
  it('lets a burst through, then as many as it refills, and says when to come again', () => {
    const limit = createRateLimit({ burst: 3, perSecond: 2, callersMax: 10 });
    expect([0, 0, 0, 0].map((atMs) => limit.take('a', atMs))).toEqual([0, 0, 0, 500]);
    expect(limit.take('b', 0)).toBe(0);
    expect(limit.take('a', 499)).toBe(1);
    expect(limit.take('a', 500)).toBe(0);
    expect(limit.take('a', 500)).toBe(500);
    expect([1e6, 1e6, 1e6, 1e6].map((atMs) => limit.take('a', atMs))).toEqual([0, 0, 0, 500]);
  });

  it('is not refilled by a clock that is set back, and does not stand still after it', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 1, callersMax: 10 });
    expect([10_000, 5_000, 6_000].map((atMs) => limit.take('a', atMs))).toEqual([0, 1_000, 0]);
  });

  it('remembers so many callers and no more', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 1, callersMax: 100 });
    for (let caller = 0; caller < 10_000; caller += 1) expect(limit.take(String(caller), 0)).toBe(0);
    expect(limit.take('9999', 0)).toBe(1_000);
    expect(limit.take('0', 0)).toBe(0);
  });
});

describe('guessing tokens', () => {
  it('is free for some, then takes twice as long with each, up to a bound', () => {
    const guesses = createGuesses();
    const waits: number[] = [];
    let atMs = 0;
    for (let guess = 0; guess < 20; guess += 1) {
      atMs += guesses.waitMs('a', atMs);
      expect(guesses.waitMs('a', atMs)).toBe(0);
      guesses.failed('a', `guess ${guess}`, atMs);
      waits.push(guesses.waitMs('a', atMs));
    }
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 1_000, 2_000, 4_000]);
    expect(waits.at(-1)).toBe(defaultGuesses.waitMsMax);
    expect(guesses.waitMs('b', atMs)).toBe(0);
  });

  it('is forgotten after a while', () => {
    const guesses = createGuesses();
    for (let guess = 0; guess < 9; guess += 1) guesses.failed('a', `guess ${guess}`, 0);
    expect(guesses.waitMs('a', 0)).toBeGreaterThan(0);
    expect(guesses.waitMs('a', defaultGuesses.forgetAfterMs)).toBe(0);
    guesses.failed('a', 'another', defaultGuesses.forgetAfterMs);
    expect(guesses.waitMs('a', defaultGuesses.forgetAfterMs)).toBe(0);
  });

  it('is not what a program does that is configured wrongly: it says the same again', () => {
    const guesses = createGuesses();
    const told = Array.from({ length: 100 }, (_, second) =>
      guesses.failed('a', 'the old token', second * 1_000),
    );
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(guesses.waitMs('a', 100_000)).toBe(0);
  });

  it('waits no longer than told when the clock is set back', () => {
    const guesses = createGuesses();
    for (let guess = 0; guess < 6; guess += 1) guesses.failed('a', `guess ${guess}`, 1e9);
    expect(guesses.waitMs('a', 0)).toBe(1_000);
  });

  it('remembers so many callers and no more', () => {
    const guesses = createGuesses({ ...defaultGuesses, free: 0, callersMax: 100 });
    for (let caller = 0; caller < 10_000; caller += 1) guesses.failed(String(caller), 'guess', 0);
    expect(guesses.waitMs('9999', 0)).toBe(1_000);
    expect(guesses.waitMs('0', 0)).toBe(0);
  });
});
