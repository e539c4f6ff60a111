import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { expect, it, onTestFinished, vi } from 'vitest';
import { compressSettings, defaultIncidentSettings } from '../evaluate/incident/settings.ts';
import { startLoop } from '../evaluate/loop.ts';
import { openServer } from '../http-server.ts';
import type { IncidentTransition } from '../model/incident.ts';
import { findRecordings } from '../replay/find-recordings.ts';
import { framesFormat } from '../replay/frames-file.ts';
import { replay } from '../replay/replay.ts';
import { createFramesRoutes } from '../show/http/frames-routes.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { sampleAttempt, sampleReport, sampleStarted } from '../store/samples.fixture.ts';
import type { Store } from '../store/store.ts';
import { exportFrames } from './export-frames.ts';

const frameMs = 2000;
const startMs = Date.parse('2026-06-22T14:00:00Z');
const settings = compressSettings(defaultIncidentSettings, 10);
const framesPlayed = 40;
const models = ['opus', 'sonnet', 'haiku', 'gpt'];

/** Twenty seconds of health, as many in which every Claude model fails, and health again; with calls in flight. */
function frameRows(index: number): Parameters<Store['append']>[0] {
  const atMs = startMs + index * frameMs;
  const fails = index >= 10 && index < 20;
  const attempts = models.flatMap((model) =>
    Array.from({ length: 10 }, (_, each) => {
      const provider = model === 'gpt' ? 'openai' : 'anthropic';
      const outcome = fails && provider === 'anthropic' ? 'overloaded' : 'ok';
      return sampleAttempt({ endMs: atMs + each * 100, provider, model, outcome, timeToFirstChunkMs: 400 });
    }),
  );
  return {
    calls: [],
    attempts,
    started: [sampleStarted({ endMs: atMs + 100, model: 'opus' })],
    inFlight: [sampleReport(atMs + 500, 'one', { model: 'opus', calls: 3, ageSeconds: 1 })],
  };
}

async function liveDetector(store: Store, frames: number): Promise<readonly IncidentTransition[]> {
  const told: IncidentTransition[] = [];
  let nowMs = startMs;
  const loop = startLoop({
    source: store,
    slos: [],
    corrections: [],
    instancesMax: 1,
    ingestDelayMs: () => null,
    incident: settings,
    frameMs,
    now: () => nowMs,
    onEvaluation: async ({ transitions }) => void told.push(...transitions),
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(() => loop.stop());
  for (let index = 0; index < frames; index += 1) {
    await store.append(frameRows(index));
    nowMs = startMs + (index + 1) * frameMs + 1000;
    await loop.tick();
  }
  return told;
}

async function collector(source: Pick<Store, 'frames'>, now = () => startMs + 3_600_000): Promise<string> {
  const web = new Hono();
  const routes = createFramesRoutes({ source, format: framesFormat, frameMs, keptDays: 1, now });
  web.route('/api/v1', routes);
  const server = await openServer(web, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return server.url;
}

/** Frames are counts: single attempts are in the store alone. */
function withoutSamples(told: IncidentTransition): IncidentTransition {
  const { samples: _, ...evidence } = told.incident.evidence;
  return { ...told, incident: { ...told.incident, evidence } };
}

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'faultline-frames-')), 'frames.ndjson');

it('a replay of exported frames says what the live detector said: same incidents, same times, same words', {
  timeout: 30_000,
}, async () => {
  const store = createMemoryStore();
  const live = await liveDetector(store, framesPlayed);
  expect(live.map(({ incident }) => incident.state)).toContain('resolved');

  const out = newFile();
  const url = await collector(store);
  const until = new Date(startMs + framesPlayed * frameMs).toISOString();
  // One bound as a program writes it, one as a person does.
  expect(await exportFrames({ from: startMs, until, url, out })).toEqual({ frames: framesPlayed });
  const [recording] = [...findRecordings(out)];
  if (!recording) return expect.unreachable();
  const replayed = [...replay(recording, settings)].map(({ transition }) => transition);
  expect(replayed).toEqual(live.map(withoutSamples));
});

it('frames are asked of the store a piece at a time and come out whole, quiet ones included', async () => {
  const store = createMemoryStore();
  const asked: number[] = [];
  const source: Pick<Store, 'frames'> = {
    frames: (range, widthMs) => {
      asked.push(range.untilMs - range.sinceMs);
      return store.frames(range, widthMs);
    },
  };
  const out = newFile();
  const url = await collector(source);
  await exportFrames({ from: startMs + 1, until: startMs + 25 * 60_000 + 1, url, out });
  expect(asked).toEqual([600_000, 600_000, 300_000]);
  const [head, ...frames] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(head).toBe('{"format":"faultline-frames/1","widthMs":2000}');
  const starts = frames.map((line) => (JSON.parse(line) as { readonly startMs: number }).startMs);
  expect(starts).toEqual(Array.from({ length: 750 }, (_, index) => startMs + index * frameMs));
});

it.each([
  [{ from: 'yesterday', until: startMs }, /from: expected a time such as .*, got yesterday/],
  [{ from: '2026-06-22T14:00:00', until: startMs }, /from: expected a time/],
  [{ from: startMs, until: startMs }, /until: expected at least 2 s after from/],
  [{ from: startMs, until: startMs + 7_200_000 }, /until: expected a time that has passed/],
  [{ from: '2026-06-20', until: startMs }, /kept for 1 days \(retention.secondsDays\)/],
  [{ from: startMs }, /Say since when and until when/],
])('a range that cannot be had is refused with the reason: %j', async (range, reason) => {
  const out = newFile();
  const url = await collector(createMemoryStore());
  await expect(exportFrames({ ...range, url, out })).rejects.toThrow(reason);
  expect(existsSync(out)).toBe(false);
});

it('a file is never left half written when the store fails on the way', async () => {
  const store = createMemoryStore();
  const source: Pick<Store, 'frames'> = {
    frames: async (range, widthMs) => {
      if (range.sinceMs > startMs) throw new Error('the engine is restarting');
      return store.frames(range, widthMs);
    },
  };
  const out = newFile();
  const url = await collector(source);
  await expect(exportFrames({ from: startMs, until: startMs + 1_200_000, url, out })).rejects.toThrow(
    /could not be written/,
  );
  expect([existsSync(out), existsSync(`${out}.partial`)]).toEqual([false, false]);
});

it('few exports run at a time; one that ends or is given up makes room', { timeout: 30_000 }, async () => {
  const store = createMemoryStore();
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const source: Pick<Store, 'frames'> = {
    frames: (range, widthMs) => answered.then(() => store.frames(range, widthMs)),
  };
  const place = `${await collector(source)}/api/v1/frames?from=${startMs}&until=${startMs + 600_000}`;
  const gaveUp = new AbortController();
  const waiting = [fetch(place), fetch(place), fetch(place), fetch(place, { signal: gaveUp.signal })];
  await Promise.all(waiting);
  const fifth = await fetch(place);
  expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([503, '5']);

  gaveUp.abort();
  const isLetIn = async (): Promise<boolean> => {
    const { status, body } = await fetch(place);
    void body?.cancel();
    return status === 200;
  };
  await vi.waitUntil(isLetIn, 30_000);
  answer();
  const [first] = waiting;
  expect((await (await first)?.text())?.trimEnd().split('\n')).toHaveLength(301);
  await vi.waitUntil(isLetIn, 30_000);
});
