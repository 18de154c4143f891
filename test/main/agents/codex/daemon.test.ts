/** What the daemon's commands report, as codex-cli 0.169.0 said it, and what else they could say. */
import { expect, test } from 'vitest';
import {
  daemonSocket,
  readReport,
  readStart,
  STOP_DAEMON,
} from '../../../../main/host/agents/codex/daemon.ts';

const SOCKET = '/home/ada/.codex/app-server-control/app-server-control.sock';
const STARTED = {
  status: 'started',
  backend: 'pid',
  pid: 522,
  managedCodexPath: '/home/ada/.codex/packages/app-server-daemon/current/bin/codex',
  managedCodexVersion: '0.169.0',
  socketPath: SOCKET,
  cliVersion: '0.169.0',
  appServerVersion: '0.169.0',
};
const said = (report: unknown, stderr = '', code: number | null = 0) =>
  readStart({ code, stdout: `${JSON.stringify(report)}\n`, stderr });

test.each(['started', 'alreadyRunning', 'running'])('%s: where it listens', (status) => {
  expect(said({ ...STARTED, status })).toEqual({ ok: true, socket: SOCKET });
  expect(daemonSocket('/home/ada/.codex')).toBe(SOCKET);
});

test('what a shell says before the line is no matter', () => {
  expect(readReport(`Welcome to devbox\n\n${JSON.stringify(STARTED)}\n`)?.socketPath).toBe(SOCKET);
});

test('a daemon that does not say its version is taken, one that is too old is not', () => {
  expect(said({ ...STARTED, appServerVersion: null }).ok).toBe(true);
  expect(said({ ...STARTED, appServerVersion: '0.168.9' })).toEqual({
    ok: false,
    sentence:
      'Codex’s daemon is version 0.168.9, and Outpost needs 0.169.0. Run "codex app-server daemon restart" in a terminal, then try again.',
  });
});

test.each([
  ['nothing', ''],
  ['no JSON', 'it works\n'],
  ['another status', JSON.stringify({ ...STARTED, status: 'exploded' })],
  ['no socket', JSON.stringify({ ...STARTED, socketPath: undefined })],
  ['a socket that is no path', JSON.stringify({ ...STARTED, socketPath: 'codex.sock' })],
  ['a path with a line end', JSON.stringify({ ...STARTED, socketPath: '/a\n/b' })],
  ['a path without end', JSON.stringify({ ...STARTED, socketPath: `/${'a'.repeat(5000)}` })],
  ['a list', '[1]'],
])('%s is no report', (_, stdout) => {
  expect(readReport(stdout)).toBeNull();
  expect(readStart({ code: 0, stdout, stderr: '' }).ok).toBe(false);
});

test('a failure is told in Codex’s own words, a line of them', () => {
  const stderr =
    'Installing daemon…\n{"stage":"process_spawn"}\nError: failed to copy the \u001b[31mpackage\n\nCaused by:\n    No space left on device (os error 28)\n\nStack backtrace:\n   0: <unknown>\n';
  expect(readStart({ code: 1, stdout: '', stderr })).toEqual({
    ok: false,
    sentence:
      'Codex’s daemon did not start (failed to copy the [31mpackage: No space left on device (os error 28)).',
  });
  const long = readStart({ code: 1, stdout: '', stderr: `Error: ${'x'.repeat(100_000)}` });
  expect(!long.ok && long.sentence.length).toBeLessThan(400);
});

test('one that did not end in time, and one that was stopped at once, did not start', () => {
  expect(said(STARTED, '', null)).toEqual({ ok: false, sentence: 'Codex’s daemon did not start in time.' });
  expect(said({ ...STARTED, status: 'notRunning' }).ok).toBe(false);
  expect(STOP_DAEMON).toBe('codex app-server daemon stop');
});
