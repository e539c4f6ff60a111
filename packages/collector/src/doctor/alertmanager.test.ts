import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readAlertmanagerConfig, routeOf } from './alert-route.ts';
import { type AlertmanagerAnswer, judgeAlertmanagers } from './alertmanager.ts';
import { worstState } from './finding.ts';

const address = 'http://127.0.0.1:9093';
const labels = { alertname: 'LLMProviderIncident', severity: 'page', scope: 'provider' };
const varying = new Set(['provider', 'kind']);

function routed(yaml: string) {
  const config = readAlertmanagerConfig(parse(yaml));
  if (config === null) throw new Error('no configuration of Alertmanager');
  return routeOf(config, labels, varying);
}

function judge(answer: AlertmanagerAnswer) {
  const findings = judgeAlertmanagers([{ address, answer }], 0);
  return { state: worstState(findings), text: JSON.stringify(findings) };
}

describe('who gets a page', () => {
  test('is the first route that matches', () => {
    const yaml = `
route:
  receiver: default
  routes:
    - matchers: ['severity="ticket"']
      receiver: tickets
    - matchers: ['severity=~"page|critical"', 'team!=data']
      receiver: pager
    - match: { severity: page }
      receiver: later
receivers: [{ name: pager, pagerduty_configs: [{}] }]`;
    expect(routed(yaml)).toEqual({ kind: 'receivers', names: ['pager'], tell: true });
  });

  test('is who stands above where no route matches, and everybody where one says continue', () => {
    const children = `
    - { match_re: { alertname: "LLM.*" }, receiver: log, continue: true }
    - matchers: [alertname="LLMProviderIncident"]
      routes: [{ matchers: ['severity="ticket"'], receiver: tickets }]`;
    const yaml = `{route: {receiver: default}, receivers: [{name: default}]}`;
    expect(routed(yaml)).toEqual({ kind: 'receivers', names: ['default'], tell: false });
    const nested = `route:\n  receiver: default\n  routes:${children}\nreceivers: [{name: default, email_configs: [{}]}]`;
    expect(routed(nested)).toEqual({ kind: 'receivers', names: ['log', 'default'], tell: true });
  });

  test.each([
    ['a label that differs from page to page', 'provider="openai"'],
    ['a notation that is not read here', 'a="b",c="d"'],
    ['a pattern that only Go reads', 'severity=~"(?P<x>page)"'],
  ])('is not known with %s', (_, matcher) => {
    const route = { receiver: 'default', routes: [{ matchers: [matcher], receiver: 'other' }] };
    expect(routed(JSON.stringify({ route, receivers: [] }))).toEqual({ kind: 'unknown' });
  });

  test('needs not be known any better where another label decides', () => {
    const routes = [{ matchers: ['provider="openai"', 'severity="ticket"'], receiver: 'other' }];
    const route = { receiver: 'default', routes };
    expect(routed(JSON.stringify({ route, receivers: [] }))).toMatchObject({ names: ['default'] });
  });
});

test('the configuration that ships routes pages to its pager, which has no integration yet', () => {
  const shipped = new URL('../../../../alertmanager/alertmanager.yml', import.meta.url);
  const config = readAlertmanagerConfig(parse(readFileSync(shipped, 'utf8')));
  const { state, text } = judge({ kind: 'status', version: '0.28.0', config });
  expect(state).toBe('warning');
  expect(text).toMatch(/goes to \\"pager\\", which tells nobody/);
  expect(text).not.toContain('inhibit_rules');
});

test('an Alertmanager without our inhibition pages more than once', () => {
  const config = readAlertmanagerConfig(
    parse('{route: {receiver: a}, receivers: [{name: a, slack_configs: [{}]}]}'),
  );
  const { state, text } = judge({ kind: 'status', version: '0.28.0', config });
  expect(state).toBe('warning');
  expect(text).toContain('faultline rules --format alertmanager');
});

test('a configuration of another shape is not judged', () => {
  expect(readAlertmanagerConfig('global: {}')).toBeNull();
  expect(judge({ kind: 'status', version: '0.30.0', config: null }).state).toBe('ok');
});

test('one that does not answer, or wants a login, is a problem', () => {
  expect(judge({ kind: 'silent', reason: 'ECONNREFUSED' })).toMatchObject({ state: 'problem' });
  expect(judge({ kind: 'refused', httpStatus: 401 }).text).toMatch(/proxy that adds one/);
  expect(judge({ kind: 'refused', httpStatus: 404 }).text).toMatch(/route-prefix/);
});

test('without any, nobody is paged, unless webhooks are told', () => {
  expect(worstState(judgeAlertmanagers([], 0))).toBe('warning');
  expect(worstState(judgeAlertmanagers([], 1))).toBe('ok');
});
