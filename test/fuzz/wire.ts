import { connect } from 'node:net';
import { type Answers, answersIn } from './answer.ts';
import type { FuzzCase } from './fuzz-case.ts';

/** Whatever takes longer is taken for no answer at all. */
const answerMsMax = 60_000;
/** A request that never ends gets no answer; whoever sent it hangs up. */
const hangUpMs: Readonly<Record<FuzzCase['form'], number>> = {
  whole: answerMsMax,
  broken: answerMsMax,
  unfinished: 150,
  stream: 150,
};

export interface Heard extends Answers {
  readonly raw: Buffer;
  /** Nobody listens there. */
  readonly isRefused: boolean;
  readonly isLate: boolean;
}

/** Sends it over a connection of its own and hears what comes until that ends. */
export function send({ bytes, form, isHead }: FuzzCase, port: number): Promise<Heard> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let isRefused = false;
    let isLate = false;
    const socket = connect(port, '127.0.0.1');
    const hangUp = setTimeout(() => {
      isLate = form === 'whole' || form === 'broken';
      socket.destroy();
    }, hangUpMs[form]);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A collector that refuses in the middle of a body cuts it off; one that is gone refuses the connection.
      isRefused ||= error.code === 'ECONNREFUSED';
    });
    socket.once('close', () => {
      clearTimeout(hangUp);
      const raw = Buffer.concat(chunks);
      resolve({ ...answersIn(raw, isHead, true), raw, isRefused, isLate });
    });
    socket.write(bytes);
  });
}
