import { Hono } from 'hono';
import type { EvaluationSource, TimeRange } from '../../store/store.ts';
import { misfitText, problem } from './problem.ts';
import { expectedTime, parseTime } from './time-query.ts';

export interface FramesRoutesOptions {
  readonly source: Pick<EvaluationSource, 'frames'>;
  /** What the first line of such a file says it is. */
  readonly format: string;
  readonly frameMs: number;
  /** Days that the counts are kept of which frames are made. */
  readonly keptDays: number;
  readonly now: () => number;
}

/** Read and sent a piece at a time: a day of frames is more than should be in memory. */
const pieceMs = 10 * 60_000;
/** Whoever wants more asks twice: a week of forty busy series is some gigabytes. */
const rangeDaysMax = 7;
const dayMs = 86_400_000;
/** At a time: each asks the database again and again, which has evaluation to serve first. */
const exportsMax = 4;

/**
 * `GET /api/v1/frames?from&until`: what the detector saw, as the file that `faultline replay` reads. Both times are moved
 * to the beginning of their frame; without `until` it is now. Frames of the last minute may still change.
 */
export function createFramesRoutes(options: FramesRoutesOptions): Hono {
  const app = new Hono();
  let exports = 0;
  app.get('/frames', (context) => {
    const range = rangeOf(context.req.query('from'), context.req.query('until'), options);
    if (typeof range === 'string') return misfitText(context, 'bad-query', range);
    const headers = { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' };
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    if (exports >= exportsMax) {
      context.header('retry-after', '5');
      return problem(context, 'busy', `${exportsMax} exports are under way; come again`);
    }
    exports += 1;
    const end = (): void => {
      exports -= 1;
    };
    return context.body(streamOf(piecesOf(range, options), end), 200, headers);
  });
  return app;
}

/** The range, or in words why there is none. */
function rangeOf(
  from: string | undefined,
  until: string | undefined,
  { frameMs, keptDays, now }: FramesRoutesOptions,
): TimeRange | string {
  const nowMs = now();
  const [fromMs, untilMs] = [parseTime(from ?? ''), until === undefined ? nowMs : parseTime(until)];
  if (fromMs === null) return `from: expected ${expectedTime}, got ${from ?? 'nothing'}`;
  if (untilMs === null) return `until: expected ${expectedTime}, got ${until}`;
  if (untilMs > nowMs) return `until: expected a time that has passed, got ${until}`;
  const frameAt = (atMs: number): number => Math.floor(atMs / frameMs) * frameMs;
  const range = { sinceMs: frameAt(fromMs), untilMs: frameAt(untilMs) };
  if (range.sinceMs >= range.untilMs) return `until: expected at least ${frameMs / 1000} s after from`;
  // Older frames would look as if nobody had called.
  if (range.sinceMs < nowMs - keptDays * dayMs)
    return `from: two-second counts are kept for ${keptDays} days (retention.secondsDays), got ${from}`;
  if (range.untilMs - range.sinceMs > rangeDaysMax * dayMs)
    return `expected at most ${rangeDaysMax} days from one to the other; ask several times for more`;
  return range;
}

async function* piecesOf(
  { sinceMs, untilMs }: TimeRange,
  { source, format, frameMs }: FramesRoutesOptions,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ format, widthMs: frameMs })}\n`;
  for (let startMs = sinceMs; startMs < untilMs; startMs += pieceMs) {
    const range = { sinceMs: startMs, untilMs: Math.min(startMs + pieceMs, untilMs) };
    const frames = await source.frames(range, frameMs);
    yield frames.map((frame) => `${JSON.stringify(frame)}\n`).join('');
  }
}

/** The next piece is read when somebody takes it; when reading fails the answer is cut off, never ended as if whole. */
function streamOf(pieces: AsyncGenerator<string>, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (!done) return controller.enqueue(encoder.encode(value));
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        onEnd();
      },
      async cancel() {
        onEnd();
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
