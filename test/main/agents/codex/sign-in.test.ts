/** The sign-in against a stand-in; the real Codex and a scripted issuer are in test/e2e/codex-sign-in.test.ts. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent, SignIn } from '../../../../main/host/agents/agent.ts';
import type { StandIn } from '../../../codex/stand-in.ts';
import { type StoodIn, stoodIn } from './stood-in.ts';

let stood: StoodIn;
let standIn: StandIn;
let agent: Agent;

const BEGUN = {
  type: 'chatgptDeviceCode',
  loginId: 'login-1',
  verificationUrl: 'https://issuer.test/codex/device',
  userCode: 'ABCD-12345',
};

beforeEach(async () => {
  stood = await stoodIn('sign in');
  ({ agent, codex: standIn } = stood);
  standIn.on('account/read', () => ({ result: { account: null, requiresOpenaiAuth: true } }));
  standIn.on('account/login/start', () => ({ result: BEGUN }));
  standIn.on('account/login/cancel', () => ({ result: { status: 'canceled' } }));
  agent.start(stood.sink);
  await stood.sink.until(() => agent.info().state === 'signedOut');
});
afterEach(() => stood.close());

const begin = (): Promise<SignIn> => agent.signIn?.() ?? Promise.reject(new Error('no account'));
const completed = (fields: object): void =>
  standIn.notify('account/login/completed', { loginId: 'login-1', success: true, error: null, ...fields });

test('asks for a code of the device, never for a key, and hears of its end', async () => {
  const before = Date.now();
  const signIn = await begin();
  expect(signIn).toMatchObject({ url: BEGUN.verificationUrl, code: 'ABCD-12345' });
  expect(signIn.expiresAt - before).toBeGreaterThanOrEqual(15 * 60_000);
  expect((await standIn.called('account/login/start')).params).toEqual({ type: 'chatgptDeviceCode' });
  completed({ loginId: 'of another client', success: false, error: 'not ours' });
  completed({});
  expect(await signIn.ended).toBeNull();
});

test.each([
  ['device auth timed out after 15 minutes', 'The code was not used in time. Try again for a new one.'],
  ['denied', 'Codex could not finish the sign-in (denied). Try again, or run "codex login" in a terminal.'],
])('an end of Codex’s, “%s”, in words', async (error, sentence) => {
  const signIn = await begin();
  completed({ success: false, error });
  expect(await signIn.ended).toBe(sentence);
});

test('an end that overtakes the answer is not lost', async () => {
  standIn.on('account/login/start', (_, client) => {
    client.send(
      JSON.stringify({
        method: 'account/login/completed',
        params: { loginId: 'login-1', success: false, error: 'denied' },
      }),
    );
    return { result: BEGUN };
  });
  expect(await (await begin()).ended).toContain('denied');
});

test('cancelling tells Codex, once', async () => {
  const signIn = await begin();
  signIn.cancel();
  signIn.cancel();
  expect(await signIn.ended).toBeNull();
  expect((await standIn.called('account/login/cancel')).params).toEqual({ loginId: 'login-1' });
  expect(standIn.calls.filter(({ method }) => method === 'account/login/cancel')).toHaveLength(1);
});

test('a connection that is lost ends it', async () => {
  const signIn = await begin();
  standIn.cut();
  expect(await signIn.ended).toContain('The connection to Codex was lost');
});

test.each([
  [
    'failed to request device code: error sending request for url (https://issuer.test)',
    'Codex could not reach the place where it signs in',
  ],
  ['device code login is not enabled', 'device code login is not enabled'],
])('one that Codex does not begin, “%s”', async (message, sentence) => {
  standIn.on('account/login/start', () => ({ error: { code: -32603, message } }));
  await expect(begin()).rejects.toThrow(sentence);
});

test.each([
  ['a page that is none', { verificationUrl: 'javascript:alert(1)' }],
  ['a code that is a text', { userCode: 'Open https://elsewhere.test and enter your password' }],
  ['another kind', { type: 'apiKey' }],
])('what cannot be shown is not: %s', async (_, fields) => {
  standIn.on('account/login/start', () => ({ result: { ...BEGUN, ...fields } }));
  await expect(begin()).rejects.toMatchObject({ name: 'AgentError' });
});
