/** How long after its end an outage may still be found, or be told of once more. */
const graceMs = 120_000;

/**
 * Which incident was found for which outage that was played, and which were found for none.
 * @param {readonly { name: string, provider: string, sinceMs: number, untilMs: number }[]} outages
 * @param {readonly { id: string, provider: string | null, firstBadMs: number, state: string }[]} incidents
 */
export function matchIncidents(outages, incidents) {
  const belongs = (outage, incident) =>
    incident.provider === outage.provider &&
    incident.firstBadMs >= outage.sinceMs - 10_000 &&
    incident.firstBadMs <= outage.untilMs + graceMs;
  const found = outages.map((outage) => ({
    outage,
    incidents: incidents.filter((incident) => belongs(outage, incident)),
  }));
  const matched = new Set(found.flatMap((each) => each.incidents.map(({ id }) => id)));
  return { found, unexplained: incidents.filter(({ id }) => !matched.has(id)) };
}

/**
 * Pages of incidents alone, by outage: how often somebody was called and told that it is over. Alertmanager tells of a whole
 * group; what stands in it as it stood before is no second call.
 */
export function pagesOf(outage, notifications) {
  const own = notifications.filter(
    ({ alertname, provider, startsAtMs }) =>
      alertname === 'LLMProviderIncident' &&
      provider === outage.provider &&
      startsAtMs >= outage.sinceMs - 10_000 &&
      startsAtMs <= outage.untilMs + graceMs,
  );
  const news = own.filter(({ status }, index) => status !== own[index - 1]?.status);
  const of = (status) => news.filter((page) => page.status === status);
  return { firing: of('firing'), resolved: of('resolved') };
}
