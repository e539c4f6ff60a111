import type { Frame } from '../model/frame.ts';

/** Frames somebody wrote down, to be looked at once more. */
export interface Recording {
  readonly id: string;
  /** When it began, epoch milliseconds: what times are told from. */
  readonly startMs: number;
  readonly frames: Iterable<Frame>;
}

/** Says what is wrong with a recording, and where. */
export class RecordingError extends Error {
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.name = 'RecordingError';
  }
}
