import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyWall, outageWall } from '../sample-walls.fixture.ts';
import { followWall, reopenDelayMs, silenceMaxMs, type WallSource } from './wall-stream.ts';

/** A browser's EventSource as seen from outside: what arrives is said by the test. */
class Source implements WallSource {
  readyState = 0;
  readonly #listeners = new Map<string, (event: { readonly data?: unknown }) => void>();
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.set(type, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  receive(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data });
  }
}

function follow() {
  const sources: Source[] = [];
  const heard: string[] = [];
  const stop = followWall({
    open: () => {
      const source = new Source();
      sources.push(source);
      return source;
    },
    onWall: (wall) => heard.push(`wall ${wall.version}`),
    onConnection: (connection) => heard.push(connection),
  });
  const newest = (): Source => sources.at(-1) as Source;
  return { sources, heard, stop, newest };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('following the wall', () => {
  it('hands on every wall in the order of its arrival', () => {
    const { heard, newest, stop } = follow();
    newest().receive('wall', JSON.stringify(emptyWall));
    newest().receive('wall', JSON.stringify(outageWall));
    expect(heard).toEqual(['open', 'wall 1', 'open', 'wall 4120']);
    stop();
  });

  it('leaves an ordinary break to the browser, which resumes by itself', () => {
    const { heard, sources, newest, stop } = follow();
    newest().receive('open');
    newest().receive('error');
    vi.advanceTimersByTime(5000);
    expect(heard).toEqual(['open', 'lost']);
    expect(sources).toHaveLength(1);
    stop();
  });

  it('tries again, later each time, after an answer that made the browser give up', () => {
    const { sources, newest, stop } = follow();
    for (const failures of [0, 1, 2]) {
      newest().readyState = 2;
      newest().receive('error');
      vi.advanceTimersByTime(reopenDelayMs(failures) - 1);
      expect(sources).toHaveLength(failures + 1);
      vi.advanceTimersByTime(1);
      expect(sources).toHaveLength(failures + 2);
    }
    expect(reopenDelayMs(50)).toBe(15_000);
    stop();
  });

  it('replaces a connection that went silent, and keeps one that only pings', () => {
    const { sources, heard, newest, stop } = follow();
    for (let pings = 0; pings < 10; pings += 1) {
      newest().receive('ping');
      vi.advanceTimersByTime(15_000);
    }
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(silenceMaxMs + reopenDelayMs(0));
    expect(sources).toHaveLength(2);
    expect(sources[0]?.readyState).toBe(2);
    expect(heard.at(-1)).toBe('lost');
    stop();
  });

  it('ignores what is not a wall and so lets the shown data grow old', () => {
    const { heard, newest, stop } = follow();
    newest().receive('wall', '{"version":3');
    newest().receive('wall', '[]');
    expect(heard).toEqual([]);
    stop();
  });

  it('does nothing more once stopped', () => {
    const { sources, newest, stop } = follow();
    stop();
    expect(newest().readyState).toBe(2);
    vi.advanceTimersByTime(10 * silenceMaxMs);
    expect(sources).toHaveLength(1);
  });
});
