import type { Hono } from 'hono';
import type { Rows } from '../model/call.ts';
import type { AppendResult, Intake } from '../store/store.ts';
import type { ReceiveMeter } from './meter.ts';
import { endedAtMs } from './otel-export.fixture.ts';
import { createReceiver, type ReceiverOptions } from './receiver.ts';

/** A receiver with everything it was given and everything it counted. */
export interface Bench {
  readonly app: Hono;
  readonly appended: Rows[];
  readonly counts: Record<string, number>;
  readonly errors: unknown[];
}

export function createBench(options: Partial<ReceiverOptions> = {}): Bench {
  const appended: Rows[] = [];
  const errors: unknown[] = [];
  const counts: Record<string, number> = {};
  const intake: Intake = {
    refusal: () => undefined,
    append(rows: Rows): Promise<AppendResult> {
      appended.push(rows);
      return Promise.resolve({ kind: 'durable' });
    },
  };
  const add = (name: string, count = 1): void => {
    counts[name] = (counts[name] ?? 0) + count;
  };
  const meter: ReceiveMeter = {
    request: (signal, httpStatus) => add(`${signal} ${httpStatus}`),
    bytes: (signal, wireBytes, bodyBytes) => {
      add(`${signal} wire bytes`, wireBytes);
      add(`${signal} body bytes`, bodyBytes);
    },
    decodeError: (signal) => add(`${signal} decode errors`),
    accepted: (_signal, count) => add('accepted', count),
    seenByOthers: (vantage, count) => add(vantage, count),
    dropped: (signal, reason, count) => add(`${signal} ${reason}`, count),
    timesClamped: (count) => add('clamped', count),
    textsClipped: (count) => add('clipped', count),
    namesReplaced: (count) => add('namesReplaced', count),
    internalError: (_signal, error) => errors.push(error),
  };
  const app = createReceiver({ intake, meter, now: () => endedAtMs + 1000, ...options });
  return { app, appended, counts, errors };
}

/** An intake that keeps the first caller waiting. */
export interface SlowIntake extends Intake {
  /** Resolves when `append` has been called. */
  readonly entered: Promise<void>;
  makeDurable(): void;
}

export function createSlowIntake(): SlowIntake {
  let enter: () => void = () => {};
  let makeDurable: () => void = () => {};
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  const durable = new Promise<AppendResult>((resolve) => {
    makeDurable = () => resolve({ kind: 'durable' });
  });
  return {
    entered,
    refusal: () => undefined,
    makeDurable: () => makeDurable(),
    append() {
      enter();
      return durable;
    },
  };
}

export function post(
  contentType: string,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> = {},
): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': contentType, ...headers }, body };
}
