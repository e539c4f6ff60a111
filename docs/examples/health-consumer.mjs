// Chooses what to call by Faultline's health feed, with nothing but fetch. Never fails closed: without advice, with old
// advice and when everything is down it calls the first route, as it would have without Faultline.
// node health-consumer.mjs http://127.0.0.1:4318 anthropic/claude-opus-4-8 openai/gpt-5.5

/** @param {{ url: string, token?: string, pollMs?: number, now?: () => number }} options */
export function followHealth({ url, token, pollMs = 5000, now = Date.now }) {
  /** @type {Map<string, { state: string, admitRatio: number, untilMs: number }>} */
  const advice = new Map();
  let etag = '';
  let verdicts = [];
  async function poll() {
    const headers = { 'if-none-match': etag, ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${url}/api/v1/health`, { headers, signal: AbortSignal.timeout(2000) });
    // 304: everything that was said still holds, as from now.
    if (response.status !== 304) {
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      etag = response.headers.get('etag') ?? '';
      verdicts = (await response.json()).verdicts;
      advice.clear();
    }
    for (const { provider, model, region, state, admitRatio, ttlSeconds } of verdicts)
      if (region === null)
        advice.set(`${provider}/${model ?? ''}`, { state, admitRatio, untilMs: now() + ttlSeconds * 1000 });
  }
  // Old advice runs out by itself: that it cannot be renewed is no news worth an exception.
  const timer = setInterval(() => poll().catch(() => undefined), pollMs);
  timer.unref();
  return {
    ready: poll().catch(() => undefined),
    stop: () => clearInterval(timer),
    /** The first route that is admitted; `chance` is a number from 0 to 1. @param {readonly string[]} routes */
    choose(routes, chance = Math.random()) {
      const admits = (route) => {
        const known = advice.get(route) ?? advice.get(route.replace(/\/.*/, '/'));
        return !known || known.untilMs < now() || chance < known.admitRatio;
      };
      return routes.find(admits) ?? routes[0];
    },
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [url = '', ...routes] = process.argv.slice(2);
  const health = followHealth({ url, pollMs: 1000 });
  await health.ready;
  setInterval(() => console.log(health.choose(routes)), 500);
}
