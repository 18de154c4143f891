import { expect, test } from 'vitest';
import type {
  EnvironmentQuestion,
  EnvironmentView,
  SshHostView,
} from '../../../../main/contract/environments.ts';
import { servedEach } from '../served-host.ts';
import { TerminalDouble } from '../terminal-double.ts';

const served = servedEach();

const local = () => served.host.state.environments[0]!;
const devbox = (fields: Partial<EnvironmentView>): EnvironmentView => ({
  ...local(),
  ...{ id: 'ssh:devbox', name: 'devbox', alias: 'devbox', state: 'off', detail: 'Not connected.', ...fields },
});
const show = (fields: Partial<EnvironmentView>) => served.host.set('environments', [local(), devbox(fields)]);
const row = (alias: string, fields: Partial<SshHostView> = {}): SshHostView => ({
  ...{ alias, environment: `ssh:${alias}`, about: '', unusable: null, usedAt: null, hidden: false },
  ...fields,
});
const ran = () => served.host.ran.map(({ name, params }) => [name, params]);

const outpost = (...args: string[]) => served.outpost('ssh', ...args);

test('hosts are listed with how they stand, and why one cannot be used', async () => {
  show({ state: 'up', detail: 'Connected to Linux.' });
  const rows = [
    row('devbox', { about: 'ada@devbox.example' }),
    row('evil\u001b[2J', { unusable: 'it has characters that cannot be seen' }),
    row('old', { hidden: true }),
  ];
  // In pages, as a host of a thousand would give them.
  served.host.handler = (_, params: { offset: number }) => ({
    ok: true,
    value: { hosts: rows.slice(params.offset, params.offset + 2), total: 3 },
  });
  served.host.state.ssh = {
    ...served.host.state.ssh,
    problems: ['~/.ssh/config:3: no such keyword “Hosst”.'],
  };
  const { code, out, err } = await outpost('list', '--all');
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    'devbox                   up         ada@devbox.example',
    'evil[2J                  off        it has characters that cannot be seen',
    'old                      off        hidden',
    '',
  ]);
  expect(err).toContain('no such keyword');
  expect(JSON.parse((await outpost('list', '--json')).out)).toHaveLength(3);
});

test('an empty list says why', async () => {
  served.host.handler = () => ({ ok: true, value: { hosts: [], total: 0 } });
  expect((await outpost('list')).out).toContain('names no host');
  expect((await outpost('list', 'x')).out).toContain('No host has that');
  served.host.state.ssh = { ...served.host.state.ssh, enabled: false };
  expect((await outpost('list')).out).toContain('outpost settings set remote_connections true');
});

test('the status of those that are connected says what is missing, and what is asked', async () => {
  expect((await outpost('status')).out).toContain('No SSH host is connected');
  show({
    state: 'up',
    detail: 'Connected to Linux (x86_64).',
    latencyMs: 12.4,
    agentVersion: '0.169.0',
    missing: { about: 'Codex was not found over there.', command: 'npm install -g @openai/codex' },
  });
  expect((await outpost('status')).out.split('\n')).toEqual([
    'devbox                   up, Codex 0.169.0, 12 ms there and back',
    '                         Connected to Linux (x86_64).',
    '                         → Codex was not found over there. There: npm install -g @openai/codex',
    '',
  ]);
  expect(JSON.parse((await outpost('status', '--json')).out)).toMatchObject([{ id: 'ssh:devbox' }]);
});

test('a host that needs nobody is connected without a terminal', async () => {
  served.host.handler = (name) => {
    if (name !== 'ssh/connect') return { ok: true, value: {} };
    show({ state: 'connecting', detail: 'Connecting.' });
    setImmediate(() => show({ state: 'up', detail: 'Connected to Linux.' }));
    return { ok: true, value: { environment: 'ssh:devbox' } };
  };
  const { code, out } = await outpost('connect', 'devbox');
  expect([code, out.split('\n')[0]]).toEqual([0, 'devbox                   up']);
});

const password: EnvironmentQuestion = {
  ...{
    id: 'q1',
    kind: 'password',
    from: 'server',
    text: 'ada@devbox’s password:',
    secret: true,
    details: [],
  },
};

test('where something is asked and nobody can be, it is not left asking', async () => {
  served.host.handler = (name) => {
    if (name === 'ssh/connect') show({ state: 'asking', question: password });
    return { ok: true, value: name === 'ssh/connect' ? { environment: 'ssh:devbox' } : {} };
  };
  const { code, err } = await outpost('connect', 'devbox');
  expect(code).toBe(1);
  expect(err).toContain('nobody can be asked here');
  expect(ran().at(-1)).toEqual(['ssh/disconnect', { environment: 'ssh:devbox' }]);
});

test('what ssh asks is asked in the terminal: its words as they are, and the keys to it alone', async () => {
  served.terminal = new TerminalDouble({ isTTY: true });
  const printed = 'ada@devbox’s password: ';
  served.host.handler = (name, params: { from?: number; data?: string }) => {
    switch (name) {
      case 'ssh/connect':
        show({ state: 'asking', question: password, printed: printed.length });
        return { ok: true, value: { environment: 'ssh:devbox' } };
      case 'ssh/terminal':
        return { ok: true, value: { text: printed.slice(params.from), next: printed.length } };
      case 'ssh/type':
        if (params.data === 's3cret\r') show({ state: 'up', detail: 'Connected.', printed: printed.length });
        return { ok: true, value: {} };
      default:
        return { ok: true, value: {} };
    }
  };
  const connecting = outpost('connect', 'devbox');
  await expect.poll(() => served.terminal.out, { timeout: 10_000 }).toContain('password: ');
  expect(served.terminal.keyboard.raw).toBe(true);
  served.terminal.press('s3cret\r');
  const { code, out, err } = await connecting;
  expect(code).toBe(0);
  expect(out + err).not.toContain('s3cret');
  expect(served.terminal.keyboard.raw).toBe(false);
  expect(ran()).toContainEqual(['ssh/type', { environment: 'ssh:devbox', data: 's3cret\r' }]);
});

test('Ctrl-C ends the attempt', async () => {
  served.terminal = new TerminalDouble({ isTTY: true });
  served.host.handler = (name) => {
    if (name === 'ssh/connect') show({ state: 'asking', question: password });
    if (name === 'ssh/terminal') return { ok: true, value: { text: '', next: 0 } };
    return { ok: true, value: name === 'ssh/connect' ? { environment: 'ssh:devbox' } : {} };
  };
  const connecting = outpost('connect', 'devbox');
  await expect.poll(() => ran().map(([name]) => name), { timeout: 10_000 }).toContain('ssh/terminal');
  served.terminal.press('\x03');
  const { code, out } = await connecting;
  expect([code, out]).toEqual([1, 'Not connected.\n']);
  expect(ran()).toContainEqual(['ssh/disconnect', { environment: 'ssh:devbox' }]);
});

test('the first start of the agent’s server is asked for with what it costs', async () => {
  served.terminal = new TerminalDouble({ isTTY: true });
  served.host.handler = (name, params: { text?: string }) => {
    if (name === 'ssh/connect') {
      const question: EnvironmentQuestion = {
        ...{ id: 'copy-1', kind: 'startDaemon', from: 'outpost', secret: false },
        text: 'Its first start copies 400 MB.',
        details: [{ name: 'Free there', value: '50 GB' }],
      };
      show({ state: 'asking', question });
      return { ok: true, value: { environment: 'ssh:devbox' } };
    }
    if (name === 'ssh/answer' && params.text === 'yes') show({ state: 'up', detail: 'Connected.' });
    if (name === 'ssh/terminal') return { ok: true, value: { text: '', next: 0 } };
    return { ok: true, value: {} };
  };
  const connecting = outpost('connect', 'devbox');
  await expect.poll(() => served.terminal.out, { timeout: 10_000 }).toContain('Go on? (y/n)');
  expect(served.terminal.out).toContain('copies 400 MB.\nFree there: 50 GB\n');
  served.terminal.press('y');
  expect((await connecting).code).toBe(0);
  expect(ran()).toContainEqual([
    'ssh/answer',
    { environment: 'ssh:devbox', question: 'copy-1', text: 'yes' },
  ]);
});

test('disconnect says that the work goes on, and how to end it', async () => {
  expect((await outpost('disconnect', 'devbox')).err).toContain('not connected since Outpost started');
  show({ state: 'up' });
  expect((await outpost('disconnect', 'devbox')).out).toContain('outpost ssh disconnect --stop');
  expect((await outpost('disconnect', 'devbox', '--stop')).out).toContain('has ended');
  expect(ran().map(([, params]) => params)).toEqual([
    { environment: 'ssh:devbox', stop: false },
    { environment: 'ssh:devbox', stop: true },
  ]);
});

test('doctor looks again, and what is bad is its exit code', async () => {
  show({ state: 'up' });
  served.host.handler = () => ({
    ok: true,
    value: {
      findings: [
        { title: 'Connection', state: 'good', detail: 'Connected.', command: null },
        { title: 'Codex', state: 'bad', detail: 'Codex was not found.', command: 'npm install' },
      ],
    },
  });
  const { code, out } = await outpost('doctor', 'devbox');
  expect(code).toBe(1);
  expect(out).toBe(
    '✓ Connection      Connected.\n✗ Codex           Codex was not found.\n  → There: npm install\n',
  );
});

test('a host is left out of lists, and listed again; a refusal is said', async () => {
  expect((await outpost('hide', 'old')).out).toBe('old is left out of lists.\n');
  expect((await outpost('show', 'old')).out).toBe('old is listed again.\n');
  expect(ran()).toEqual([
    ['ssh/hide', { alias: 'old', hidden: true }],
    ['ssh/hide', { alias: 'old', hidden: false }],
  ]);
  served.host.handler = () => ({
    ok: false,
    refusal: { code: 'unknownHost', message: 'There is no such host.' },
  });
  expect(await outpost('hide', 'nobody')).toMatchObject({ code: 1, err: 'There is no such host.\n' });
});
