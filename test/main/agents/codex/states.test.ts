/** What the adapter says of itself, of the account and of its use, against a stand-in for Codex. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ACTIVE, lists, prompt, running, stoodInEach } from './stood-in.ts';

const stood = stoodInEach();

describe('states', () => {
  test('no program and no server: missing, with what to do', async () => {
    await stood.codex.close();
    stood.agent.start(stood.sink);
    await stood.sink.until(() => stood.agent.info().state === 'missing');
    expect(stood.agent.info().detail).toContain('Correct its path');
  });

  test('no account: signed out, and ready as soon as there is one', async () => {
    let account: object | null = null;
    stood.codex.on('account/read', () => ({ result: { account, requiresOpenaiAuth: true } }));
    stood.agent.start(stood.sink);
    await stood.sink.until(() => stood.agent.info().state === 'signedOut');
    await expect(stood.agent.startThread('/p', prompt('x'))).rejects.toMatchObject({
      code: 'agentUnavailable',
    });
    account = { type: 'chatgpt' };
    stood.codex.notify('account/updated', {});
    await stood.sink.until(() => stood.agent.info().state === 'ready');
  });

  test('a sign-in that the model refuses: signed out, and ready when there is a new one', async () => {
    const home = join(stood.folder, 'codex-home');
    mkdirSync(home);
    stood.codex.on('initialize', () => ({ result: { userAgent: 'stand-in', codexHome: home } }));
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    const failing = (error: object) => ({ threadId: 'th', turnId: 'tu', error: { message: 'no', ...error } });
    stood.codex.notify('error', { ...failing({ codexErrorInfo: 'internalServerError' }), willRetry: false });
    stood.codex.notify('error', {
      ...failing({ codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: 401 } } }),
      willRetry: true,
    });
    stood.codex.notify('error', {
      ...failing({ codexErrorInfo: { httpConnectionFailed: { httpStatusCode: 401 } } }),
      willRetry: false,
    });
    await stood.sink.until(() => stood.agent.info().state === 'signedOut');
    expect(stood.agent.info().detail).toContain('codex login');
    expect(stood.sink.infos.filter(({ state }) => state === 'signedOut')).toHaveLength(1);
    await expect(stood.agent.startTurn('th', prompt('x'))).rejects.toMatchObject({
      message: stood.agent.info().detail,
    });

    writeFileSync(join(home, 'auth.json'), '{}');
    await stood.sink.until(() => stood.agent.info().state === 'ready');

    stood.codex.notify('error', { ...failing({ codexErrorInfo: 'unauthorized' }), willRetry: false });
    await stood.sink.until(() => stood.agent.info().state === 'signedOut');
    stood.codex.notify('account/login/completed', {});
    await stood.sink.until(() => stood.agent.info().state === 'ready');
  });

  test('a limit holds over updates that say nothing, and ends when Codex says so', async () => {
    await stood.ready();
    const limits = (primary: object | null) =>
      stood.codex.notify('account/rateLimits/updated', { rateLimits: { limitId: 'codex', primary } });
    const resetsAt = Math.floor(Date.now() / 1000) + 7200;
    limits({ usedPercent: 100, windowDurationMins: 300, resetsAt });
    await stood.sink.until(() => stood.agent.info().detail.includes('It resets at'));
    expect(stood.agent.info().state).toBe('ready');
    const told = stood.sink.infos.length;
    limits(null);
    limits({ usedPercent: 12, windowDurationMins: 300, resetsAt });
    await stood.sink.until(() => stood.agent.info().detail === '');
    expect(stood.sink.infos).toHaveLength(told + 1);
  });

  test('how much is used is told with the account, and brought up to date by what Codex says of it', async () => {
    stood.codex.on('account/read', () => ({
      result: { account: { type: 'chatgpt' }, requiresOpenaiAuth: true },
    }));
    stood.codex.on('account/rateLimits/read', () => ({
      result: { rateLimits: { limitId: 'codex', primary: { usedPercent: 40, windowDurationMins: 300 } } },
    }));
    await stood.ready();
    await stood.sink.until(() => stood.agent.info().limits?.[0]?.used === 40);
    stood.codex.notify('account/rateLimits/updated', {
      rateLimits: {
        limitId: 'codex',
        primary: null,
        secondary: { usedPercent: 7, windowDurationMins: 10_080 },
      },
    });
    await stood.sink.until(() => stood.agent.info().limits?.length === 2);
    expect(stood.agent.info().limits).toEqual([
      { used: 40, minutes: 300, resetsAt: null },
      { used: 7, minutes: 10_080, resetsAt: null },
    ]);
  });

  test('what a thread has used, and has in mind, is told with it', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    stood.codex.notify('thread/tokenUsage/updated', {
      threadId: 'th',
      turnId: 'tu',
      tokenUsage: {
        total: { totalTokens: 12_600 },
        last: { totalTokens: 1260 },
        modelContextWindow: 258_400,
      },
    });
    await stood.sink.until(() => stood.sink.seen('th').native?.tokens === 12_600);
    expect(stood.sink.seen('th').native?.context).toEqual({ tokens: 1260, window: 258_400 });
  });

  test('a warning of no thread is told where something runs, and a change of the model', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    stood.codex.notify('warning', { threadId: null, message: 'The disk is nearly full.' });
    stood.codex.notify('model/rerouted', {
      threadId: 'th',
      turnId: 'tu',
      fromModel: 'a',
      toModel: 'b',
      reason: 'x',
    });
    const notices = await stood.sink.until(() => {
      const seen = stood.sink.seen('th').items.filter(({ type }) => type === 'notice');
      return seen.length === 2 ? seen : null;
    });
    expect(notices).toMatchObject([
      { level: 'warning', text: 'The disk is nearly full.' },
      { level: 'warning', text: 'Codex went on with the model b instead of a.' },
    ]);
  });

  test('a host that is not started refuses in words', async () => {
    await expect(stood.agent.open('th')).rejects.toMatchObject({ code: 'agentUnavailable' });
    await expect(stood.agent.answer('key', { decision: 'stop' })).resolves.toBe(false);
  });
});
