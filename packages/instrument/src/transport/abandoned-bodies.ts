import type { Attempt } from '../call/attempt.ts';
import { guard } from '../guard.ts';
import { oncePerProcess } from '../once-per-process.ts';

/**
 * Ends the attempt when its body is garbage: nobody will read it any more. Registered is the body, because an app may
 * keep a reader on it and let go of the response.
 */
export function abandonWhenCollected(body: object, attempt: Attempt): void {
  registry().register(body, attempt);
}

function registry(): FinalizationRegistry<Attempt> {
  return oncePerProcess(
    'abandoned-bodies',
    () => new FinalizationRegistry<Attempt>((attempt) => guard(() => attempt.abandon())),
  );
}

interface Unread {
  readonly body: object;
  readonly attempt: Attempt;
}

let unread: Unread[] = [];

/**
 * The same for a body that nobody has begun to read. That is known a moment later, and hardly ever the case; while to
 * register each body would cost more than all else that is done for a JSON call.
 */
export function abandonIfLeftUnread(body: object, attempt: Attempt): void {
  if (unread.push({ body, attempt }) === 1) setImmediate(registerUnread).unref();
}

function registerUnread(): void {
  const waiting = unread;
  unread = [];
  for (const { body, attempt } of waiting) if (!attempt.isBeingRead) abandonWhenCollected(body, attempt);
}
