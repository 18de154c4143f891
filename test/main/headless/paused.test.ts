import { beforeEach, describe, expect, it } from 'vitest';
import { resume } from '../../../main/headless/paused.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { TerminalDouble } from './terminal-double.ts';

let host: HostDouble;
let terminal: TerminalDouble;
beforeEach(() => {
  host = new HostDouble();
  terminal = new TerminalDouble();
  host.state = {
    ...host.state,
    paused: [
      { thread: 'local.codex.one', title: 'Fix the lamp\x1b[2J', since: 1 },
      { thread: 'local.codex.two', title: '', since: 2 },
    ],
  };
});
const ran = () => host.ran.map(({ name, params }) => [name, params]);

describe('outpost resume', () => {
  it('takes a name, or the beginning of an id', async () => {
    expect(await resume(host, 'fix the lamp[2J', terminal)).toBe(0);
    expect(await resume(host, 'local.codex.two', terminal)).toBe(0);
    expect(ran()).toEqual([
      ['thread/pause', { thread: 'local.codex.one', on: false }],
      ['thread/pause', { thread: 'local.codex.two', on: false }],
    ]);
    expect(terminal.out).toBe(
      'Resumed: Fix the lamp[2J. Phones can start work in it again.\n' +
        'Resumed: local.codex.two. Phones can start work in it again.\n',
    );
  });

  it('does nothing where it is not clear which is meant, and says which there are', async () => {
    expect(await resume(host, 'local.codex', terminal)).toBe(1);
    expect(await resume(host, 'other', terminal)).toBe(1);
    expect(ran()).toEqual([]);
    expect(terminal.err).toContain('Fix the lamp[2J  local.codex.one');
  });

  it('says what the host refuses', async () => {
    host.handler = () => ({ ok: false, refusal: { code: 'storage', message: 'The disk is full.' } });
    expect(await resume(host, 'local.codex.two', terminal)).toBe(1);
    expect(terminal.err).toBe('The disk is full.\n');
  });
});
