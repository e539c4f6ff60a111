import { type AlertmanagerConfig, routeOf } from './alert-route.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

export interface AlertmanagerFacts {
  /** Without a login in it. */
  readonly address: string;
  readonly answer: AlertmanagerAnswer;
}

export type AlertmanagerAnswer =
  | { readonly kind: 'silent'; readonly reason: string }
  | { readonly kind: 'refused'; readonly httpStatus: number }
  /** Null where it does not say. */
  | { readonly kind: 'status'; readonly version: string; readonly config: AlertmanagerConfig | null };

const nobodyIsPaged = 'nobody is paged through it; alerts are sent again at every tick until it takes them';

export function judgeAlertmanagers(
  alertmanagers: readonly AlertmanagerFacts[],
  webhooks: number,
): readonly Finding[] {
  if (alertmanagers.length > 0) return alertmanagers.flatMap(judgeOne);
  if (webhooks > 0) return [ok('alertmanager', 'none is named; webhooks are told of alerts')];
  return [
    warning(
      'alertmanager',
      'none is named',
      'incidents are shown and nobody is paged',
      'name yours in FAULTLINE_ALERTMANAGER_URLS, such as http://127.0.0.1:9093',
    ),
  ];
}

function judgeOne({ address, answer }: AlertmanagerFacts): readonly Finding[] {
  if (answer.kind === 'silent')
    return [
      problem(
        'alertmanager',
        `${address} does not answer (${answer.reason})`,
        nobodyIsPaged,
        'start it, or mend its address in alertmanager.urls (FAULTLINE_ALERTMANAGER_URLS)',
      ),
    ];
  if (answer.kind === 'refused') return [judgeRefusal(address, answer.httpStatus)];
  return [
    ok('alertmanager', `${address} is Alertmanager ${answer.version} and speaks API v2`),
    ...judgeConfig(address, answer.config),
  ];
}

function judgeRefusal(address: string, httpStatus: number): Finding {
  const seen = `${address} answers ${httpStatus} to a question for its status`;
  const refusesLogin = httpStatus === 401 || httpStatus === 403;
  return problem(
    'alertmanager',
    seen,
    nobodyIsPaged,
    refusesLogin
      ? 'it wants a login, and the collector sends none: let this machine in without, or through a proxy that adds one'
      : 'name the address below which /api/v2 is, with the prefix of --web.route-prefix if there is one; it must be 0.16 or newer',
  );
}

/** What each of our pages has in common; who looks at the others gets an answer that depends. */
const pageLabels = { alertname: 'LLMProviderIncident', severity: 'page', scope: 'provider' };
const varyingLabels: ReadonlySet<string> = new Set(['provider', 'kind']);

function judgeConfig(address: string, config: AlertmanagerConfig | null): readonly Finding[] {
  if (config === null) return [];
  return [...judgeRoute(address, config), ...judgeInhibition(address, config)];
}

function judgeRoute(address: string, config: AlertmanagerConfig): readonly Finding[] {
  const routed = routeOf(config, pageLabels, varyingLabels);
  if (routed.kind === 'unknown')
    return [ok('alertmanager', `${address}: who gets a page depends on its vendor or kind`)];
  const to = routed.names.map((name) => `"${name}"`).join(', ');
  const seen = `${address}: a page for a vendor's outage goes to ${to}`;
  if (routed.tell) return [ok('alertmanager', seen)];
  return [
    warning(
      'alertmanager',
      `${seen}, which tells nobody`,
      'the alert is kept there, and no one hears of it',
      `give the receiver ${to} an integration (webhook_configs, pagerduty_configs, ...)`,
    ),
  ];
}

function judgeInhibition(address: string, { inhibit_rules }: AlertmanagerConfig): readonly Finding[] {
  if (inhibit_rules.length > 0) return [];
  return [
    warning(
      'alertmanager',
      `${address} has no inhibit_rules`,
      "a vendor's outage pages once more for each service level that burns with it",
      'take those that `faultline rules --format alertmanager` writes',
    ),
  ];
}
