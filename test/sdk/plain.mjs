/** What an app got, as data that two runs can be compared by: identity is lost, content and class are not. */
export function plain(value, depth = 0) {
  if (depth > 12 || value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value))
    return value;
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '[function]';
  if (value instanceof Error) return plainError(value, depth);
  if (value instanceof Headers) return plain(withoutDate(Object.fromEntries(value)), depth + 1);
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  const entries = Object.entries(withoutDate(value)).map(([key, field]) => [key, plain(field, depth + 1)]);
  return Object.fromEntries(entries);
}

/** Two answers of the same content are not of the same second. */
function withoutDate(record) {
  const { date: _date, Date: _Date, ...rest } = record;
  return rest;
}

/** What the network said below (`cause`) depends on which packet came first. */
function plainError(error, depth) {
  const { name, message, status, statusCode, code, type } = error;
  // The same broken connection, told by whichever layer noticed first.
  if (['ECONNRESET', 'UND_ERR_SOCKET'].includes(code)) return 'connection broken';
  return plain({ class: error.constructor.name, name, message, status, statusCode, code, type }, depth + 1);
}
