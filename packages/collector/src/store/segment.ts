import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decodeLine } from './spool-line.ts';

/**
 * A spool file. Its first line is a header, every further one holds rows, both JSON. While it grows it is `<name>.open`;
 * sealed, it is `<name>.<rows>.<bytes>.ndjson` and never changes again, so that its name can stand for its content.
 */
export interface Segment {
  readonly name: string;
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** When its first row came, epoch milliseconds; 0 for what an earlier process left. */
  readonly sinceMs: number;
}

export interface OpenSegment {
  readonly rows: number;
  readonly bytes: number;
  /** Resolves when the lines are on the disk. After a rejection nothing of them counts. */
  append(lines: Buffer, rows: number): Promise<void>;
  seal(): Promise<Segment>;
  /** Without sealing it; the next process takes over what is in it. */
  close(): Promise<void>;
}

export async function createSegment(directory: string, name: string, header: string): Promise<OpenSegment> {
  const path = join(directory, `${name}.open`);
  const file = await open(path, 'ax');
  let rows = 0;
  let bytes = 0;
  let hasRest = false;

  const append = async (lines: Buffer, added: number): Promise<void> => {
    // What a failed write left must be gone first: no row may follow half of another.
    if (hasRest) await file.truncate(bytes);
    hasRest = true;
    await file.appendFile(lines);
    await file.datasync();
    hasRest = false;
    rows += added;
    bytes += lines.length;
  };

  try {
    await append(Buffer.from(`${header}\n`), 0);
    await syncDirectory(directory);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
  return {
    get rows() {
      return rows;
    },
    get bytes() {
      return bytes;
    },
    append,
    seal: () => seal(directory, name, file, { rows, bytes }),
    async close() {
      await file.close();
      if (rows === 0) await rm(path, { force: true });
    },
  };
}

async function seal(
  directory: string,
  name: string,
  file: FileHandle,
  size: { readonly rows: number; readonly bytes: number },
): Promise<Segment> {
  const path = sealedPath(directory, name, size.rows, size.bytes);
  await rename(join(directory, `${name}.open`), path);
  await file.close();
  return { name, path, ...size, sinceMs: 0 };
}

export interface Recovered {
  /** Oldest first. */
  readonly segments: readonly Segment[];
  /** Lines that a crash cut short: never acknowledged. */
  readonly tornLines: number;
}

/** Takes over what an earlier process left in the folder. */
export async function recoverSegments(directory: string): Promise<Recovered> {
  await mkdir(directory, { recursive: true });
  let tornLines = 0;
  for (const file of await readdir(directory)) {
    if (file.endsWith('.open')) tornLines += await recoverOpen(directory, file.slice(0, -'.open'.length));
    if (file.endsWith('.tmp')) await rm(join(directory, file));
  }
  const files = (await readdir(directory)).sort();
  const segments = files.flatMap((file) => parseSealed(directory, file) ?? []);
  return { segments, tornLines };
}

export interface SegmentContent {
  readonly header: string;
  /** All that follow. */
  readonly lines: Buffer;
}

export async function readSegment(segment: Segment): Promise<SegmentContent> {
  // Beyond `bytes` there may be what a failed write left behind.
  const content = (await readFile(segment.path)).subarray(0, segment.bytes);
  if (content.length < segment.bytes || content.at(-1) !== lineEnd)
    throw new Error(`${segment.path} was cut short`);
  const headerEnd = content.indexOf(lineEnd);
  return { header: content.toString('utf8', 0, headerEnd), lines: content.subarray(headerEnd + 1) };
}

/**
 * Seals it, without the lines that are not whole, whose number is the answer. What is whole and no line of ours is kept
 * for a person to look at, with all the rest of its file.
 */
async function recoverOpen(directory: string, name: string): Promise<number> {
  const path = join(directory, `${name}.open`);
  const bytes = await readFile(path);
  const [header, ...lines] = linesIn(bytes);
  const read = lines.map((line) => ({ line, rows: rowsIn(line) }));
  if (read.some(({ rows }) => rows === 'foreign')) {
    await setAside(directory, { path });
    return 0;
  }
  const whole = read.flatMap(({ line, rows }) => (typeof rows === 'number' ? { line, rows } : []));
  if (header && whole.length > 0) {
    const content = Buffer.concat([header, ...whole.map(({ line }) => line)]);
    const rows = whole.reduce((total, line) => total + line.rows, 0);
    // Only its end is torn, as always after a kill: that needs no room on a disk that may be full.
    if (bytes.subarray(0, content.length).equals(content)) await truncate(path, content.length);
    else await rewrite(path, content);
    await rename(path, sealedPath(directory, name, rows, content.length));
  }
  await rm(path, { force: true });
  return read.length - whole.length;
}

/** With their ends, the last one perhaps without. */
function linesIn(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(lineEnd, start);
    const next = end === -1 ? bytes.length : end + 1;
    lines.push(bytes.subarray(start, next));
    start = next;
  }
  return lines;
}

const lineEnd = 0x0a;

function rowsIn(line: Buffer): number | 'torn' | 'foreign' {
  if (line.at(-1) !== lineEnd) return 'torn';
  try {
    return decodeLine(line.toString()).rows.length;
  } catch {
    return isJson(line) ? 'foreign' : 'torn';
  }
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString());
    return true;
  } catch {
    return false;
  }
}

async function rewrite(path: string, content: Buffer): Promise<void> {
  const copy = `${path}.tmp`;
  await writeFile(copy, content, { flush: true });
  await rename(copy, path);
}

function sealedPath(directory: string, name: string, rows: number, bytes: number): string {
  return join(directory, `${name}.${rows}.${bytes}.ndjson`);
}

function parseSealed(directory: string, file: string): Segment | undefined {
  const [, name, rows, bytes] = /^([^.]+)\.(\d+)\.(\d+)\.ndjson$/.exec(file) ?? [];
  if (name === undefined) return undefined;
  return { name, path: join(directory, file), rows: Number(rows), bytes: Number(bytes), sinceMs: 0 };
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Kept for a person to look at, out of the way of the rows behind it. */
export async function setAside(directory: string, segment: Pick<Segment, 'path'>): Promise<void> {
  const rejected = join(directory, 'rejected');
  await mkdir(rejected, { recursive: true });
  await rename(segment.path, join(rejected, basename(segment.path)));
}
