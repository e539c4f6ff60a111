import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { askCollector, CommandError } from './ask-collector.ts';

export interface ExportFramesFlags {
  /** The command line makes numbers of epoch milliseconds. */
  readonly from?: string | number;
  readonly until?: string | number;
  /** Of the collector that runs. */
  readonly url: string;
  readonly out: string;
}

/** Asks the running collector, which holds the database, for the frames of a range and writes them as they come. */
export async function exportFrames({
  from,
  until,
  url,
  out,
}: ExportFramesFlags): Promise<{ frames: number }> {
  if (from === undefined || until === undefined) {
    throw new CommandError(
      'Say since when and until when: faultline export-frames --from 2026-06-22T14:00:00Z --until 2026-06-22T15:00:00Z',
    );
  }
  const query = new URLSearchParams({ from: String(from), until: String(until) });
  const { body } = await askCollector(url, `/api/v1/frames?${query}`);
  if (body === null) throw new CommandError(`The collector at ${url} answers with nothing.`);
  let lines = 0;
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      for (const byte of chunk) if (byte === lineEnd) lines += 1;
      done(null, chunk);
    },
  });
  // A file of that name is always whole.
  const partial = `${out}.partial`;
  try {
    // Opened before anything can fail: a stream that opens it by itself may do so after it was removed.
    const file = await open(partial, 'w');
    await pipeline(Readable.fromWeb(body), count, file.createWriteStream());
    renameSync(partial, out);
  } catch (error) {
    rmSync(partial, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`The frames could not be written to ${out}: ${reason}.`);
  }
  return { frames: lines - 1 };
}

const lineEnd = 0x0a;
