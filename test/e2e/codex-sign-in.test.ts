/** The real Codex, signed in by a device code at a scripted issuer, without an account and without a network. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent, SignIn } from '../../main/host/agents/agent.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, startCodexHome } from '../codex/codex.ts';
import { type Issuer, startIssuer } from '../codex/issuer.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';

let issuer: Issuer;
let codex: CodexHome;
let agent: Agent;
let sink: RecordingSink;

beforeEach(async () => {
  issuer = await startIssuer();
  codex = startCodexHome({ modelUrl: 'http://127.0.0.1:9/v1' });
  // Codex's own provider, which needs an account.
  writeFileSync(join(codex.home, 'config.toml'), `chatgpt_base_url = "${issuer.url}/backend-api/"\n`);
  agent = adapterOf(codex, { env: { ...codex.env, CODEX_APP_SERVER_LOGIN_ISSUER: issuer.url } });
  sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'signedOut');
});
afterEach(async () => {
  await agent.close();
  await endAll(codex);
  await codex.remove();
  await issuer.close();
});

const begin = (): Promise<SignIn> => agent.signIn?.() ?? Promise.reject(new Error('no account'));

test('the code is shown, and Codex is ready when it was entered', async () => {
  const signIn = await begin();
  expect(signIn).toMatchObject({ url: `${issuer.url}/codex/device`, code: issuer.code });
  expect(agent.info().state).toBe('signedOut');
  issuer.enter();
  expect(await signIn.ended).toBeNull();
  await sink.until(() => agent.info().state === 'ready');
  // Kept by Codex, in its own folder; nothing of it is in ours.
  expect(existsSync(join(codex.home, 'auth.json'))).toBe(true);
});

test('one that is cancelled signs nobody in, and another can begin', async () => {
  const first = await begin();
  first.cancel();
  expect(await first.ended).toBeNull();
  const second = await begin();
  issuer.enter();
  expect(await second.ended).toBeNull();
  await sink.until(() => agent.info().state === 'ready');
});

test('a place that cannot be reached is said', async () => {
  await issuer.close();
  await expect(begin()).rejects.toThrow('Codex could not reach the place where it signs in');
});
