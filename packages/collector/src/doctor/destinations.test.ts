import { expect, test } from 'vitest';
import { judgeStatusPages, judgeWebhooks } from './destinations.ts';

const failing = (code: string) => ({ host: 'hooks.example.org', failure: { code, message: 'why' } });

test.each([
  ['ENOTFOUND', /name in webhooks, or the DNS/],
  ['ECONNREFUSED', /start what should listen/],
  ['ETIMEDOUT', /firewall/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
  ['EHOSTUNREACH', /mend its address/],
])('a webhook that fails with %s says what to do', (code, next) => {
  const [finding] = judgeWebhooks([failing(code)]);
  expect(finding?.state).toBe('problem');
  expect(finding?.next).toMatch(next);
});

test('a webhook that can be reached is well', () => {
  expect(judgeWebhooks([{ host: 'hooks.example.org', failure: null }])[0]?.state).toBe('ok');
});

test('pages of vendors are counted, and decide nothing', () => {
  const fine = { host: 'status.openai.com', failure: null };
  expect(judgeStatusPages([])).toEqual([]);
  expect(judgeStatusPages([fine])[0]?.state).toBe('ok');
  const [finding] = judgeStatusPages([fine, failing('ENOTFOUND')]);
  expect(finding).toMatchObject({
    state: 'warning',
    seen: '1 of 2 cannot be connected to: hooks.example.org',
  });
});
