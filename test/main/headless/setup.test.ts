import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentView, HostState, SharingView } from '../../../main/contract/state.ts';
import { setup } from '../../../main/headless/setup.ts';
import { upkeepOf } from '../../../main/host/upkeep.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { TerminalDouble } from './terminal-double.ts';

const codex = (fields: Partial<AgentView>): AgentView => ({
  id: 'codex',
  environment: 'local',
  name: 'Codex',
  state: 'ready',
  detail: '',
  since: 1,
  demo: false,
  ...fields,
});

function setUp(state: Partial<HostState> = {}) {
  const host = new HostDouble();
  host.state = { ...host.state, login: { state: 'off', detail: '' }, ...state };
  const terminal = new TerminalDouble();
  const ended = setup(host, terminal);
  /** Types when this question stands at the end. */
  const answer = async (question: string, line: string): Promise<void> => {
    await expect.poll(() => terminal.out, { interval: 5 }).toMatch(new RegExp(`${question}[^\n]* $`));
    terminal.press(`${line}\n`);
  };
  return { host, terminal, ended, answer };
}
const ran = (host: HostDouble) => host.ran.map(({ name, params }) => [name, params]);

test('everything can be skipped, and nothing is done then', async () => {
  const { host, terminal, ended } = setUp({
    agents: [codex({ state: 'missing', detail: 'Codex was not found.', command: 'npm install -g x' })],
    upkeep: [...upkeepOf('linux')],
  });
  terminal.keyboard.emit('end');
  expect(await ended).toBe(0);
  expect(ran(host)).toEqual([]);
  for (const words of ['1 of 6: The agent', 'npm install -g x', 'sudo systemctl mask', '6 of 6: Your phone'])
    expect(terminal.out).toContain(words);
});

test('an agent that is missing is looked for again until it is there', async () => {
  const { host, terminal, ended, answer } = setUp({
    agents: [codex({ state: 'missing', detail: 'Codex was not found.' })],
  });
  host.handler = () => {
    host.set('agents', [codex({})]);
    return { ok: true, value: {} };
  };
  await answer('Look again', 'y');
  await expect.poll(() => terminal.out).toContain('Codex is ready.');
  terminal.keyboard.emit('end');
  await ended;
  expect(ran(host)).toEqual([['agent/retry', { id: 'codex' }]]);
});

test('a sign-in shows its page and its code, and is heard of when it is done', async () => {
  const { host, terminal, ended, answer } = setUp({
    agents: [codex({ state: 'signedOut', detail: 'No account.' })],
  });
  host.handler = () => {
    host.set('signIn', {
      state: 'open',
      agent: 'codex',
      url: 'https://issuer.test/device',
      code: 'ABCD-12345',
      expiresAt: 1,
    });
    return { ok: true, value: {} };
  };
  await answer('Sign in now', 'y');
  await expect.poll(() => terminal.out).toContain('ABCD-12345');
  expect(terminal.out).toContain('https://issuer.test/device');
  host.set('signIn', { state: 'none' });
  host.set('agents', [codex({})]);
  await expect.poll(() => terminal.out).toContain('Codex is signed in.');
  terminal.keyboard.emit('end');
  await ended;
  expect(ran(host)).toEqual([['agent/sign-in', { id: 'codex' }]]);
});

test('an empty line cancels a sign-in; one that fails says why', async () => {
  const { host, terminal, ended, answer } = setUp({
    agents: [codex({ state: 'signedOut', detail: 'No account.' })],
  });
  let tries = 0;
  host.handler = (name) => {
    if (name !== 'agent/sign-in') return { ok: true, value: {} };
    tries += 1;
    host.set(
      'signIn',
      tries === 1
        ? { state: 'failed', agent: 'codex', message: 'The code was not used in time.' }
        : { state: 'open', agent: 'codex', url: 'https://issuer.test', code: 'CODE', expiresAt: 1 },
    );
    return { ok: true, value: {} };
  };
  // The first one fails at once, and its question comes again.
  await answer('Sign in now', 'y');
  await expect.poll(() => terminal.out).toContain('The code was not used in time.');
  await answer('Sign in now', 'y');
  await expect.poll(() => terminal.out).toContain('CODE');
  terminal.press('\n');
  await expect.poll(() => ran(host).at(-1)).toEqual(['agent/sign-in/cancel', {}]);
  terminal.keyboard.emit('end');
  await ended;
});

test('a folder is opened as typed here, and asked for again when it is refused', async () => {
  const { host, terminal, ended, answer } = setUp();
  host.handler = (_, params) =>
    (params as { path: string }).path.endsWith('nowhere')
      ? { ok: false, refusal: { code: 'noFolder', message: 'There is no such folder.' } }
      : { ok: true, value: { id: 'p', name: 'work', path: '/work', environment: 'local' } };
  await answer('Start at login', '');
  await answer('A folder to open', 'nowhere');
  await expect.poll(() => terminal.err).toContain('There is no such folder.');
  await answer('A folder to open', 'here');
  await expect.poll(() => terminal.out).toContain('work is open: /work');
  terminal.keyboard.emit('end');
  expect(await ended).toBe(0);
  expect(ran(host)).toEqual([
    ['project/add', { path: resolve('nowhere') }],
    ['project/add', { path: resolve('here') }],
  ]);
});

test('start at login is turned on, a phone is shown its code', async () => {
  const { host, terminal, ended, answer } = setUp();
  host.handler = (name) => ({
    ok: true,
    value:
      name === 'pairing/open'
        ? { link: 'http://127.0.0.1/#x', expiresAt: 1_700_000_300_000, right: 'start' }
        : {},
  });
  await answer('Start at login', 'y');
  await answer('A folder to open', '');
  await answer('Show a code', 'yes');
  expect(await ended).toBe(0);
  expect(terminal.out).toContain('http://127.0.0.1/#x');
  expect(ran(host)).toEqual([
    ['settings/set', { key: 'start_at_login', value: true }],
    ['pairing/open', { right: 'start' }],
  ]);
});

describe('sharing with a terminal', () => {
  const sharing: SharingView = { state: 'off', detail: 'Kept apart.', needs: 'copy', stop: null };
  const QUESTION = 'Share live threads with the terminal';

  test('says what it gives and what it costs, and is done with a yes', async () => {
    const { host, terminal, ended, answer } = setUp({ agents: [codex({ sharing })] });
    host.handler = () => {
      host.set('agents', [codex({ sharing: { ...sharing, state: 'on', detail: 'Threads are live.' } })]);
      return { ok: true, value: {} };
    };
    await answer('Start at login', '');
    await answer('A folder', '');
    await answer(QUESTION, 'y');
    await expect.poll(() => terminal.out).toContain('Threads are live.');
    terminal.keyboard.emit('end');
    await ended;
    expect(terminal.out).toContain('copies about 400 MB');
    expect(ran(host)).toContainEqual(['settings/set', { key: 'share_with_terminal', value: 'on' }]);
  });

  test('a daemon that runs already costs nothing; a no is kept, an empty line decides nothing', async () => {
    for (const line of ['n', '']) {
      const { host, terminal, ended, answer } = setUp({
        agents: [codex({ sharing: { ...sharing, needs: 'nothing' } })],
      });
      await answer('Start at login', '');
      await answer('A folder', '');
      await answer(QUESTION, line);
      terminal.keyboard.emit('end');
      await ended;
      expect(terminal.out).toContain('nothing is copied');
      const decided = ran(host).filter(([name]) => name === 'settings/set');
      expect(decided).toEqual(
        line === '' ? [] : [['settings/set', { key: 'share_with_terminal', value: 'off' }]],
      );
    }
  });

  test('what was decided is said and not asked again, with what ends the daemon', async () => {
    const { host, terminal, ended } = setUp({
      agents: [codex({ sharing: { ...sharing, stop: 'codex app-server daemon stop' } })],
    });
    host.state = { ...host.state, settings: { ...host.state.settings, share_with_terminal: 'off' } };
    terminal.keyboard.emit('end');
    await ended;
    expect(terminal.out).not.toContain(QUESTION);
    expect(terminal.out).toContain('    codex app-server daemon stop');
    expect(terminal.out).toContain('outpost settings set share_with_terminal on|off');
  });
});
