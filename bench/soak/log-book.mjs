/** A message more often than this in one minute is a loop: nobody reads it any more. */
export const repeatsMax = 6;

/** What the collector says, counted by message and minute; the JSON lines of pino. */
export function createLogBook() {
  /** @type {Map<string, { level: string, message: string, count: number, byMinute: Map<string, number>, sample: object }>} */
  const lines = new Map();
  return {
    /** @param {string} line @param {number} atMs */
    add(line, atMs) {
      const { level, message, sample, step } = read(line);
      if (message === '') return;
      const key = `${level} ${message}`;
      const known = lines.get(key) ?? { level, message, count: 0, byMinute: new Map(), sample };
      const minute = `${Math.floor(atMs / 60_000)} ${step}`;
      known.count += 1;
      known.byMinute.set(minute, (known.byMinute.get(minute) ?? 0) + 1);
      lines.set(key, known);
    },
    summary() {
      return [...lines.values()]
        .map(({ byMinute, ...line }) => ({ ...line, mostPerMinute: Math.max(...byMinute.values()) }))
        .sort((a, b) => b.count - a.count);
    },
  };
}

const levels = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

function read(line) {
  try {
    const entry = JSON.parse(line);
    const level = levels[entry.level] ?? String(entry.level);
    // An incident's sentence is different each time, and is one each time.
    const message = entry.incident === undefined ? entry.msg : 'the story of an incident';
    // Each migration of a schema is another step, and told once.
    return { level, message: String(message ?? ''), sample: entry, step: entry.version ?? '' };
  } catch {
    return { level: 'text', message: line.trim(), sample: {}, step: '' };
  }
}
