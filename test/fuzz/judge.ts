import { injectedHeader, markupMark } from '../support/hostile-texts.ts';
import type { Answer } from './answer.ts';
import type { FuzzCase } from './fuzz-case.ts';
import type { Heard } from './wire.ts';

/** More than a collector reads of a body that it refuses: the rest of it breaks the connection, and the answer may be lost. */
const unreadBytesMin = 64 * 1024;

/** What is wrong with what came back. Nothing, as a rule. */
export function problemsOf(sent: FuzzCase, heard: Heard): readonly string[] {
  if (heard.isRefused) return ['nobody listens any more'];
  if (heard.isLate) return ['no answer came'];
  const { answers } = heard;
  const problems = answers.flatMap((answer) => problemsOfAnswer(sent, answer));
  const isExpected = sent.form === 'whole' && sent.bytes.length < unreadBytesMin;
  if (isExpected && answers.length === 0) problems.push('the connection ended without an answer');
  if (isExpected && heard.isCutOff) problems.push('the answer is cut off');
  return problems;
}

function problemsOfAnswer(sent: FuzzCase, answer: Answer): readonly string[] {
  return [
    ...unexpectedFault(sent, answer),
    ...untypedError(sent, answer),
    ...leaks(answer),
    ...(sent.isStranger && answer.status < 300 && !isOpenToAll(sent) ? ['a stranger was let in'] : []),
  ];
}

const openTargets = /^[A-Z]+ \/(livez|readyz|login|assets\/[^ ?]*)([?#][^ ]*)? /;

function isOpenToAll({ bytes }: FuzzCase): boolean {
  return openTargets.test(bytes.toString('latin1', 0, 200));
}

/** 503 is an answer where it is documented: too many at once, the database, nothing evaluated yet, a vendor that is down. */
function unexpectedFault({ surface }: FuzzCase, { status, body, headers }: Answer): readonly string[] {
  if (status < 500) return [];
  const words =
    surface === 'otlp'
      ? /in flight|spool|disk|later|again/
      : /#(busy|store-unavailable)"|"state": ?"down"|come again|"ready":false/;
  const isDocumented = status === 503 && (words.test(body) || headers.has('retry-after'));
  return isDocumented ? [] : [`${status}: ${body.slice(0, 200)}`];
}

/** Errors say what to do about them, in the form that their reader expects. */
function untypedError(
  { surface, form, isHead }: FuzzCase,
  { status, headers, body }: Answer,
): readonly string[] {
  if (status < 400 || isHead) return [];
  const type = headers.get('content-type') ?? '';
  // The HTTP parser refuses before anything of ours is asked.
  if (form !== 'whole' && type === '' && body === '') return [];
  const isTyped = { otlp: isRpcStatus, api: isProblem, page: isReadable }[surface];
  return isTyped(status, type, body) ? [] : [`${status} as "${type}": ${body.slice(0, 200)}`];
}

function isProblem(status: number, type: string, body: string): boolean {
  // A verdict is an answer, also when it says that a vendor is down.
  if (status === 503 && type === 'application/json') return true;
  if (type !== 'application/problem+json') return false;
  const told = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return (
    told.status === status && [told.type, told.title, told.detail].every((text) => typeof text === 'string')
  );
}

function isRpcStatus(status: number, type: string, body: string): boolean {
  if (isProblem(status, type, body)) return true;
  if (type === 'application/x-protobuf') return body.startsWith('\u0008');
  return type === 'application/json' && typeof (JSON.parse(body) as { code?: unknown }).code === 'number';
}

function isReadable(status: number, type: string, body: string): boolean {
  return (
    isRpcStatus(status, type, body) || (/^(text\/(html|plain)|image\/svg\+xml)/.test(type) && body !== '')
  );
}

const stackTrace = /\n\s+at .+:\d+:\d+|node:internal|\/node_modules\/|\/dist\/main\.js/;

function leaks({ status, headers, body }: Answer): readonly string[] {
  const problems: string[] = [];
  const type = headers.get('content-type') ?? '';
  // What is not an error may well tell of stacks: those of senders.
  if (status >= 400 && stackTrace.test(body)) problems.push('a stack trace is answered');
  if (headers.has(injectedHeader)) problems.push('a header was injected');
  if (/html|svg|xml|markdown/.test(type) && body.includes(markupMark))
    problems.push(`markup is answered as it came, as ${type}`);
  return problems;
}
