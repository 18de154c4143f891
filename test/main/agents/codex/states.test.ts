/** What the adapter says of itself, of the account and of its use, against a stand-in for Codex. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import type { StandIn } from '../../../codex/stand-in.ts';
import type { RecordingSink } from './sink.ts';
import { ACTIVE, lists, prompt, running, type StoodIn, stoodIn } from './stood-in.ts';

let stood: StoodIn;
let standIn: StandIn;
let agent: Agent;
let sink: RecordingSink;

beforeEach(async () => {
  stood = await stoodIn('stand in');
  ({ codex: standIn, agent, sink } = stood);
});
afterEach(async () => {
  await stood.close();
  expect(sink.orphans).toEqual([]);
});

const ready = () => stood.ready();

describe('states', () => {
  test('no program and no server: missing, with what to do', async () => {
    await standIn.close();
    agent.start(sink);
    await sink.until(() => agent.info().state === 'missing');
    expect(agent.info().detail).toContain('Correct its path');
  });

  test('no account: signed out, and ready as soon as there is one', async () => {
    let account: object | null = null;
    standIn.on('account/read', () => ({ result: { account, requiresOpenaiAuth: true } }));
    agent.start(sink);
    await sink.until(() => agent.info().state === 'signedOut');
    await expect(agent.startThread('/p', prompt('x'))).rejects.toMatchObject({ code: 'agentUnavailable' });
    account = { type: 'chatgpt' };
    standIn.notify('account/updated', {});
    await sink.until(() => agent.info().state === 'ready');
  });

  test('a sign-in that the model refuses: signed out, and ready when there is a new one', async () => {
    const home = join(stood.folder, 'codex-home');
    mkdirSync(home);
    standIn.on('initialize', () => ({ result: { userAgent: 'stand-in', codexHome: home } }));
    lists(standIn, ACTIVE, [running()]);
    await ready();
    const failing = (error: object) => ({ threadId: 'th', turnId: 'tu', error: { message: 'no', ...error } });
    standIn.notify('error', { ...failing({ codexErrorInfo: 'internalServerError' }), willRetry: false });
    standIn.notify('error', {
      ...failing({ codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: 401 } } }),
      willRetry: true,
    });
    standIn.notify('error', {
      ...failing({ codexErrorInfo: { httpConnectionFailed: { httpStatusCode: 401 } } }),
      willRetry: false,
    });
    await sink.until(() => agent.info().state === 'signedOut');
    expect(agent.info().detail).toContain('codex login');
    expect(sink.infos.filter(({ state }) => state === 'signedOut')).toHaveLength(1);
    await expect(agent.startTurn('th', prompt('x'))).rejects.toMatchObject({ message: agent.info().detail });

    writeFileSync(join(home, 'auth.json'), '{}');
    await sink.until(() => agent.info().state === 'ready');

    standIn.notify('error', { ...failing({ codexErrorInfo: 'unauthorized' }), willRetry: false });
    await sink.until(() => agent.info().state === 'signedOut');
    standIn.notify('account/login/completed', {});
    await sink.until(() => agent.info().state === 'ready');
  });

  test('a limit holds over updates that say nothing, and ends when Codex says so', async () => {
    await ready();
    const limits = (primary: object | null) =>
      standIn.notify('account/rateLimits/updated', { rateLimits: { limitId: 'codex', primary } });
    const resetsAt = Math.floor(Date.now() / 1000) + 7200;
    limits({ usedPercent: 100, windowDurationMins: 300, resetsAt });
    await sink.until(() => agent.info().detail.includes('It resets at'));
    expect(agent.info().state).toBe('ready');
    const told = sink.infos.length;
    limits(null);
    limits({ usedPercent: 12, windowDurationMins: 300, resetsAt });
    await sink.until(() => agent.info().detail === '');
    expect(sink.infos).toHaveLength(told + 1);
  });

  test('how much is used is told with the account, and brought up to date by what Codex says of it', async () => {
    standIn.on('account/read', () => ({
      result: { account: { type: 'chatgpt' }, requiresOpenaiAuth: true },
    }));
    standIn.on('account/rateLimits/read', () => ({
      result: { rateLimits: { limitId: 'codex', primary: { usedPercent: 40, windowDurationMins: 300 } } },
    }));
    await ready();
    await sink.until(() => agent.info().limits?.[0]?.used === 40);
    standIn.notify('account/rateLimits/updated', {
      rateLimits: {
        limitId: 'codex',
        primary: null,
        secondary: { usedPercent: 7, windowDurationMins: 10_080 },
      },
    });
    await sink.until(() => agent.info().limits?.length === 2);
    expect(agent.info().limits).toEqual([
      { used: 40, minutes: 300, resetsAt: null },
      { used: 7, minutes: 10_080, resetsAt: null },
    ]);
  });

  test('what a thread has used, and has in mind, is told with it', async () => {
    lists(standIn, ACTIVE, [running()]);
    await ready();
    standIn.notify('thread/tokenUsage/updated', {
      threadId: 'th',
      turnId: 'tu',
      tokenUsage: {
        total: { totalTokens: 12_600 },
        last: { totalTokens: 1260 },
        modelContextWindow: 258_400,
      },
    });
    await sink.until(() => sink.seen('th').native?.tokens === 12_600);
    expect(sink.seen('th').native?.context).toEqual({ tokens: 1260, window: 258_400 });
  });

  test('a warning of no thread is told where something runs, and a change of the model', async () => {
    lists(standIn, ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    standIn.notify('warning', { threadId: null, message: 'The disk is nearly full.' });
    standIn.notify('model/rerouted', {
      threadId: 'th',
      turnId: 'tu',
      fromModel: 'a',
      toModel: 'b',
      reason: 'x',
    });
    const notices = await sink.until(() => {
      const seen = sink.seen('th').items.filter(({ type }) => type === 'notice');
      return seen.length === 2 ? seen : null;
    });
    expect(notices).toMatchObject([
      { level: 'warning', text: 'The disk is nearly full.' },
      { level: 'warning', text: 'Codex went on with the model b instead of a.' },
    ]);
  });

  test('a host that is not started refuses in words', async () => {
    await expect(agent.open('th')).rejects.toMatchObject({ code: 'agentUnavailable' });
    await expect(agent.answer('key', { decision: 'stop' })).resolves.toBe(false);
  });
});
