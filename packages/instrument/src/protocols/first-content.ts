import { framesIn, frameText } from './framing/aws-event-stream.ts';
import type { Framing } from './framing/framing.ts';
import type { Protocol } from './protocol.ts';

/** Tells whether the first content of a stream has arrived; asked for each piece until it has. */
export type FirstContentSeeker = (bytes: Uint8Array, text: string) => boolean;

/** `text` is `KeptBytes.latest` for the same bytes. */
export function createFirstContentSeeker(protocol: Protocol, framing: Framing): FirstContentSeeker {
  if (framing === 'aws-event-stream') return createFrameSeeker(protocol.firstContent);
  return (_, text) => protocol.firstContent.test(text);
}

/** First content comes in the first frames; a stream that is none must not be gathered up in search of them. */
const unreadBytesMax = 1024 * 1024;

/** Payloads may be base64, so frames are read as they pass, until the first that holds content. */
function createFrameSeeker(firstContent: RegExp): FirstContentSeeker {
  let unread: Buffer = Buffer.alloc(0);
  return (bytes) => {
    if (unread.length > unreadBytesMax) return false;
    unread = Buffer.concat([unread, bytes]);
    const frames = framesIn(unread);
    unread = unread.subarray(frames.reduce((byteLength, frame) => byteLength + frame.length, 0));
    return frames.some((frame) => firstContent.test(frameText(frame)));
  };
}
