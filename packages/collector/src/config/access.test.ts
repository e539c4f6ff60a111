import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessTokens } from './access.ts';
import { ConfigError, type ConfigSources, loadConfig } from './load.ts';

const [sender, view, operate] = [
  'sender-token-1234567',
  'view-token-123456789',
  'operate-token-123456',
] as const;

function load(flags: ConfigSources['flags'], environment: ConfigSources['environment'] = {}) {
  return loadConfig({ environment, flags });
}

function problemsOf(flags: ConfigSources['flags']): readonly string[] {
  try {
    load(flags);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('access', () => {
  it('takes plain tokens and named ones, from the file, the environment or a file that it names', () => {
    const named = load({ access: { view: [view], operate: [{ name: 'kim', token: operate }] } }).config;
    expect(accessTokens(named)).toEqual([
      { name: 'view token 1', role: 'view', token: view },
      { name: 'kim', role: 'operate', token: operate },
    ]);
    const path = join(mkdtempSync(join(tmpdir(), 'faultline-access-')), 'operate');
    writeFileSync(path, `${operate}\n`);
    const environment = { FAULTLINE_ACCESS_VIEW: `${view}, ${view}2`, FAULTLINE_ACCESS_OPERATE_FILE: path };
    expect(accessTokens(load({}, environment).config).map(({ name, token }) => [name, token])).toEqual([
      ['view token 1', view],
      ['view token 2', `${view}2`],
      ['operate token 1', operate],
    ]);
  });

  it('nobody is asked without tokens; without access those of senders open everything, with it nothing', () => {
    expect(accessTokens(load({}).config)).toEqual([]);
    expect(accessTokens(load({ tokens: [sender] }).config)).toEqual([
      { name: 'sender token 1', role: 'operate', token: sender },
    ]);
    for (const access of [{ view: [view] }, { operate: [operate] }]) {
      const opened = accessTokens(load({ tokens: [sender], access }).config);
      expect(opened.map(({ token }) => token)).toEqual(Object.values(access).flat());
    }
  });

  it('refuses what could not be told apart or carried, and repeats no token', () => {
    const problems = [
      ...problemsOf({
        access: { view: ['short', 'with a space in it'], operate: [{ name: '', token: 'tiny' }] },
      }),
      ...problemsOf({ tokens: ['tiny-sender'], access: 'hunter2-hunter2' }),
      ...problemsOf({
        tokens: [sender],
        access: { view: [view, sender], operate: [view, { name: 'view token 1', token: operate }] },
      }),
    ];
    expect(problems).toEqual([
      'access.view.0: expected at least 16 characters, got a secret',
      'access.view.1: expected letters, digits and signs of ASCII without spaces, got a secret',
      expect.stringMatching(/^access\.operate\.0\.name: /),
      'access.operate.0.token: expected at least 16 characters, got a secret',
      'tokens.0: expected at least 16 characters, got a secret',
      expect.stringMatching(/^access: .*, got a secret$/),
      'access.view.1: is a token of senders (tokens) as well; choose another',
      'access.operate.0: is the token of access.view.0; choose another',
      'access.operate.1.name: two tokens are named "view token 1"',
    ]);
    for (const secret of ['short', 'with a', 'tiny', 'hunter2', sender, view, operate])
      expect(problems.join('\n').replaceAll('view token', '')).not.toContain(`"${secret}`);
  });
});

describe('listening where others can reach it', () => {
  const others = [
    '0.0.0.0',
    '::',
    '::0',
    '0',
    '*',
    '192.168.1.7',
    '203.0.113.9',
    'fe80::1',
    '2001:db8::1',
    '::ffff:0.0.0.0',
  ];
  // They mean this machine; refused all the same, so that nothing that only looks like it gets through.
  const unusual = [
    '127.0.0.2',
    '127.1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '[::1]',
    'LOCALHOST',
    'faultline.example',
  ];

  it.each([...others, ...unusual])(
    'is refused at %s without tokens of senders, whatever opens the console',
    (host) => {
      for (const rest of [{}, { access: { operate: [operate] } }])
        expect(problemsOf({ listen: { host }, ...rest })).toEqual([
          `listen.host: ${host} is reachable from other machines; set tokens (FAULTLINE_TOKENS), or allowUnauthenticated: true ` +
            'behind something that authenticates',
        ]);
      expect(problemsOf({ listen: { host }, tokens: [sender] })).toEqual([]);
      expect(problemsOf({ listen: { host }, allowUnauthenticated: true })).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '::1', 'localhost'])('is not what %s means', (host) => {
    expect(problemsOf({ listen: { host } })).toEqual([]);
  });

  it('with tokens of senders alone says that these open the console', () => {
    const listen = { host: '0.0.0.0' };
    expect(load({ listen, tokens: [sender] }).notices).toEqual([
      expect.stringMatching(/^access is not set: /),
    ]);
    expect(load({ listen, tokens: [sender], access: { view: [view] } }).notices).toEqual([]);
    expect(load({ tokens: [sender] }).notices).toEqual([]);
  });
});
