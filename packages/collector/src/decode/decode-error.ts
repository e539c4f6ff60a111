/** The body is not what its content type claims. The message names what is wrong and where; it quotes no content. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** Prefixes the place, so that a nested reader need not know where it stands. Other errors pass unchanged. */
export function locatedAt(place: string, error: unknown): unknown {
  if (!(error instanceof DecodeError)) return error;
  const separator = error.message.startsWith(':') ? '' : '.';
  return new DecodeError(`${place}${separator}${error.message}`, { cause: error.cause });
}
