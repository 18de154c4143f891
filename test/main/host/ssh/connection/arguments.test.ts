import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkArguments,
  loneArguments,
  masterArguments,
  sessionArguments,
} from '../../../../../main/host/ssh/connection/arguments.ts';
import { loneCommand } from '../../../../../main/host/ssh/connection/lone-frames.ts';

const run = promisify(execFile);
const to = { alias: 'box', version: 'OpenSSH_9.2p1' };
const keepAlive = { seconds: 15, count: 3 };
const lone = { silent: true, keepAlive, ports: [{ near: 20_001, far: 20_002 }], command: 'true' };

describe('what ssh is started with', () => {
  let folder: string;
  let config: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'outpost-args-'));
    config = path.join(folder, 'config');
    await writeFile(
      config,
      `Host box
  ClearAllForwardings yes
  RemoteCommand touch ${folder}/ran
  RequestTTY force
  LocalForward 127.0.0.1:7777 127.0.0.1:1
  RemoteForward 7778 127.0.0.1:1
  DynamicForward 7779
  Tunnel yes
  ForwardX11 yes
  PermitLocalCommand yes
  LocalCommand touch ${folder}/ran
  ForwardAgent yes
  LogLevel QUIET
  ControlMaster auto
  ControlPersist yes
  ProxyJump elsewhere
  ServerAliveInterval 0
  StrictHostKeyChecking accept-new
`,
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What the real ssh makes of these arguments and that configuration. */
  const effective = async (args: readonly string[]): Promise<Map<string, string>> => {
    const { stdout } = await run('ssh', ['-F', config, '-G', ...args]);
    return new Map(
      stdout.split('\n').map((line) => [line.split(' ')[0] as string, line.replace(/^\S+ /, '')]),
    );
  };

  it.runIf(existsSync('/usr/bin/ssh'))('takes back what would break it, and nothing else', async () => {
    for (const args of [
      masterArguments(to, '/run/x', true, keepAlive),
      sessionArguments(to, '/run/x', 'true'),
      loneArguments(to, lone),
    ]) {
      const found = await effective(args);
      expect(found.get('remotecommand') ?? 'none').toBe('none');
      expect(found.get('permitlocalcommand')).toBe('no');
      expect(found.get('tunnel')).toBe('false');
      expect(found.get('forwardx11')).toBe('no');
      expect(found.get('batchmode')).toBe('yes');
      // Where ports carry the sessions, this would clear them too; those of the configuration: inherited-forwardings.ts.
      const isLone = args.includes('-L');
      expect(found.get('clearallforwardings')).toBe(isLone ? 'no' : 'yes');
      for (const key of ['localforward', 'remoteforward', 'dynamicforward'])
        if (!isLone) expect(found.get(key)).toBeUndefined();
      // Respected.
      expect(found.get('forwardagent')).toBe('yes');
      expect(found.get('stricthostkeychecking')).toBe('accept-new');
    }
    const master = await effective(masterArguments(to, '/run/x', false, keepAlive));
    expect(master.get('batchmode')).toBe('no');
    expect(master.get('proxyjump')).toBe('elsewhere');
    expect(master.get('controlpath')).toBe('/run/x');
    expect(master.get('controlpersist')).toBe('no');
    expect(master.get('serveraliveinterval')).toBe('15');
    expect(master.get('sessiontype')).toBe('none');
    const session = await effective(sessionArguments(to, '/run/x', 'true'));
    expect(session.get('controlmaster')).toBe('false');
    expect(session.get('proxycommand')).toBe('false');
    expect(session.get('proxyjump')).toBeUndefined();
    expect(session.get('sessiontype')).toBe('default');
  });

  it('says no option that an older ssh does not know', () => {
    for (const version of ['OpenSSH_8.6p1', 'OpenSSH_for_Windows_8.1p1', '']) {
      const old = { alias: 'box', version };
      const said = [
        masterArguments(old, '/s', true, keepAlive),
        sessionArguments(old, '/s', 'x'),
        loneArguments(old, lone),
      ].flat();
      expect(said.filter((word) => /SessionType|StdinNull|ForkAfterAuthentication/.test(word))).toEqual([]);
    }
  });

  it('hands ssh no name that it would take for something else', () => {
    for (const alias of [
      '-oProxyCommand=x',
      'a b',
      'a"b',
      "a'b",
      '%h',
      'a\nb',
      'a;b',
      '$(x)',
      'a\\b',
      'me@box',
      '',
      '\u202ebox',
    ])
      for (const make of [
        () => masterArguments({ ...to, alias }, '/s', true, keepAlive),
        () => sessionArguments({ ...to, alias }, '/s', 'x'),
        () => loneArguments({ ...to, alias }, lone),
        () => checkArguments({ ...to, alias }, '/s'),
      ])
        expect(make, alias).toThrow(expect.objectContaining({ code: 'unusableAlias' }));
    expect(masterArguments({ ...to, alias: 'büro.example' }, '/s', true, keepAlive).slice(-2)).toEqual([
      '--',
      'büro.example',
    ]);
  });

  it('makes no token of a % in a path', () => {
    expect(masterArguments(to, '/run/100%h', true, keepAlive)).toContain('/run/100%%h');
  });

  it('reaches ssh.exe as it is, by the way in which node-pty writes a command line', () => {
    const { argsToCommandLine } = createRequire(import.meta.url)('node-pty/lib/windowsPtyAgent.js');
    const args = [
      '-F',
      'C:\\Users\\Ada L\\my config',
      ...loneArguments(to, { ...lone, command: loneCommand('0badcafe') }),
    ];
    const program = 'C:\\Windows\\System32\\OpenSSH\\ssh.exe';
    expect(argumentsIn(argsToCommandLine(program, args))).toEqual([program, ...args]);
  });
});

/** As the C runtime of Windows takes a command line apart. */
function argumentsIn(line: string): string[] {
  const found: string[] = [];
  let [word, slashes, quoted] = ['', 0, false];
  for (const letter of `${line} `) {
    if (letter === '\\') {
      slashes += 1;
      continue;
    }
    word += '\\'.repeat(letter === '"' ? slashes >> 1 : slashes);
    const isOne = letter === '"' && slashes % 2 === 0;
    slashes = 0;
    if (isOne) quoted = !quoted;
    else if (letter !== ' ' || quoted) word += letter;
    else {
      found.push(word);
      word = '';
    }
  }
  return found;
}
