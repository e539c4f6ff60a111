export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface Answers {
  readonly answers: readonly Answer[];
  /** The last one, or what should have been one, is cut off. */
  readonly isCutOff: boolean;
}

/** What of the bytes are answers, as RFC 9112 frames them. */
export function answersIn(bytes: Buffer, isHead: boolean, hasEnded: boolean): Answers {
  const answers: Answer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const read = readAnswer(rest, isHead, hasEnded);
    if (read === undefined) return { answers, isCutOff: true };
    // 100 Continue is followed by the answer.
    if (read.answer.status >= 200) answers.push(read.answer);
    rest = rest.subarray(read.length);
  }
  return { answers, isCutOff: false };
}

interface Read {
  readonly answer: Answer;
  readonly length: number;
}

function readAnswer(bytes: Buffer, isHead: boolean, hasEnded: boolean): Read | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? Number.NaN);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const start = headEnd + 4;
  const body = readBody(bytes.subarray(start), { headers, status, isHead, hasEnded });
  if (body === undefined) return undefined;
  return { answer: { status, headers, body: body.text }, length: start + body.length };
}

interface Framing {
  readonly headers: ReadonlyMap<string, string>;
  readonly status: number;
  readonly isHead: boolean;
  readonly hasEnded: boolean;
}

interface ReadBody {
  readonly text: string;
  readonly length: number;
}

function readBody(bytes: Buffer, { headers, status, isHead, hasEnded }: Framing): ReadBody | undefined {
  if (isHead || status < 200 || status === 204 || status === 304) return { text: '', length: 0 };
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(bytes);
  const told = headers.get('content-length');
  if (told === undefined) return hasEnded ? { text: bytes.toString(), length: bytes.length } : undefined;
  const length = Number(told);
  return bytes.length < length ? undefined : { text: bytes.toString('utf8', 0, length), length };
}

function readChunks(bytes: Buffer): ReadBody | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + length;
    if (!(end + 2 <= bytes.length)) return undefined;
    if (length === 0) return { text: Buffer.concat(parts).toString(), length: end + 2 };
    parts.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}
