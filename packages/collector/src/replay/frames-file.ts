import { outcomes } from '@faultline/conventions';
import { z } from 'zod';
import type { Frame } from '../model/frame.ts';
import { type Recording, RecordingError } from './recording.ts';

/** First line of a file of frames; each further line is a frame, in order of time. */
export const framesFormat = 'faultline-frames/1';

const count = z.number().nonnegative();
const histogram = z.record(z.string(), count);
const counts = z.partialRecord(z.enum(outcomes), count);
const frameSchema = z.object({
  startMs: z.number().int(),
  widthMs: z.number().int().positive(),
  series: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      region: z.string(),
      credential: z.string(),
      attempts: count,
      outcomes: counts,
      repeats: counts,
      services: z.array(z.string()),
      started: count.optional(),
      overdue: count.optional(),
      promptTokens: count.optional(),
      inFlight: histogram.optional(),
      firstChunkMs: histogram.optional(),
      durationMs: histogram.optional(),
    }),
  ),
});

/** Opens what `faultline export-frames` wrote. Its frames are read as they are asked for. */
export function readFramesFile(path: string, id: string, text: string): Recording {
  const [head = '', ...lines] = text.split('\n').filter((line) => line.trim() !== '');
  if (parseLine(path, 1, head, z.object({ format: z.string() })).format !== framesFormat) {
    throw new RecordingError(path, `line 1 does not say "format":"${framesFormat}"`);
  }
  const [first = ''] = lines;
  if (first === '') return { id, startMs: 0, frames: [] };
  return { id, startMs: parseLine(path, 2, first, frameSchema).startMs, frames: framesIn(path, lines) };
}

function* framesIn(path: string, lines: readonly string[]): Generator<Frame> {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const [index, line] of lines.entries()) {
    const frame = parseLine(path, index + 2, line, frameSchema) as Frame;
    if (frame.startMs <= lastMs)
      throw new RecordingError(path, `line ${index + 2} is older than the one before`);
    lastMs = frame.startMs;
    yield frame;
  }
}

function parseLine<Parsed>(path: string, line: number, text: string, schema: z.ZodType<Parsed>): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RecordingError(path, `line ${line} is not JSON (${(error as Error).message})`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RecordingError(path, `line ${line}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
