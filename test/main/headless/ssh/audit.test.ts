/** `outpost ssh audit`, as a person and as a program see it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../../main/headless/command-line.ts';
import { EXIT } from '../../../../main/headless/exit-codes.ts';
import { auditLines } from '../../../../main/headless/ssh/audit-text.ts';
import type { Audit } from '../../../../main/host/ssh/audit/audit.ts';
import type { HostAudit, Warning } from '../../../../main/host/ssh/audit/host-audit.ts';
import { TerminalDouble } from '../terminal-double.ts';

let folder: string;
let config: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-audit-'));
  config = join(folder, 'config');
});
afterEach(() => rm(folder, { recursive: true }));

async function outpost(...args: string[]) {
  const terminal = new TerminalDouble();
  terminal.env.PATH = process.env.PATH;
  const parts = {
    createHost: () => Promise.reject(new Error('no host is started')),
    openLog: () => Promise.reject(new Error('no log is opened')),
    defaultFolder: folder,
    clientFiles: undefined,
  };
  const code = await runCommandLine(['ssh', 'audit', ...args], terminal, parts);
  return { code, out: terminal.out, err: terminal.err };
}

describe('outpost ssh audit', () => {
  test('needs no host that runs, and says so much in a table', async () => {
    await writeFile(
      config,
      'Host web\n User ada\n HostName 10.0.0.1\n ForwardAgent yes\n IdentityFile none\nHost "a b"\n',
      { mode: 0o600 },
    );
    const { code, out } = await outpost('--config', config);
    expect(code).toBe(EXIT.ok);
    expect(out.split('\n')).toEqual([
      'HOST  LEADS TO        KEYS  OPENED',
      'web   ada@10.0.0.1          agent',
      'a b   cannot be used',
      '',
      'Worth a look',
      '!  web',
      '   The agent is forwarded: whoever is root over there can log in with the keys in it while you are connected.',
      '   → Take ForwardAgent out; to go further from there, ProxyJump needs no agent over there.',
      '',
      '2 hosts, 1 file read. Nothing was run and nothing connected.',
      '',
    ]);
  });

  test('says everything about a host that is named', async () => {
    await writeFile(
      config,
      'Host web\n User ada\n Port 2222\n ProxyJump jump\n IdentityFile none\n RemoteForward 9 a:1\n',
      { mode: 0o600 },
    );
    const { code, out } = await outpost('web', '-F', config);
    expect(code).toBe(EXIT.ok);
    expect(out.split('\n')).toEqual([
      'web',
      `  stands in     ${config}:1`,
      '  leads to      ada@web:2222 by jump',
      '  keys          no key file',
      '  agent         none is used',
      '  opened        9 there → a:1',
      '  host key      asked about once, then has to be the same',
      '·  Through 9 over there, a:1 can be reached as from this computer.',
      '',
    ]);
    expect((await outpost('a b', '-F', config)).code).toBe(EXIT.refused);
  });

  test('as JSON, whatever the names are', async () => {
    await writeFile(config, 'Host web\u202e\n IdentityFile none\n', { mode: 0o600 });
    const { out } = await outpost('--json', '-F', config);
    expect(out).toContain('web\\u202e');
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      from: 'files',
      hosts: [{ alias: 'web\u202e', line: 1 }],
    });
  });

  test('asks ssh where it is told to', async () => {
    await writeFile(config, 'Match exec "true"\n User ada\nHost web\n IdentityFile none\n', { mode: 0o600 });
    expect((await outpost('-F', config)).out).toMatch(/1 Match exec not run/);
    const { out } = await outpost('-F', config, '--resolve');
    expect(out).toMatch(/^web +ada@web/m);
    expect(out).toMatch(/ssh was asked, and ran every Match exec/);
  });

  test('a configuration that names nobody', async () => {
    await writeFile(config, '', { mode: 0o600 });
    expect((await outpost('-F', config)).out).toMatch(/^The SSH configuration names no host\.\n/);
  });
});

describe('the table', () => {
  const host = (alias: string, warnings: Warning[] = []): HostAudit => ({
    alias,
    file: '/c',
    line: 1,
    unusable: null,
    problem: null,
    user: 'ada',
    hostName: `${alias}.internal.example.com`,
    port: 22,
    jumps: [],
    proxyCommand: null,
    keys: [],
    certificates: [],
    agent: { socket: null, state: 'none', offered: 'none', keys: [] },
    forwardAgent: false,
    forwardX11: 'no',
    forwards: [],
    gatewayPorts: false,
    delegatesCredentials: false,
    hostKeys: 'ask',
    remembersHostKeys: true,
    localCommand: null,
    remoteCommand: null,
    conditionals: [],
    canonicalized: false,
    warnings,
  });
  const audit = (hosts: HostAudit[]): Audit => ({
    version: 1,
    from: 'files',
    files: ['/c'],
    hosts,
    more: 0,
    matchExec: [],
    faults: [],
  });
  const warning = (level: Warning['level'], text: string): Warning => ({
    code: 'x',
    level,
    text,
    remedy: null,
  });

  test('fits the terminal, the widest column giving way', () => {
    const lines = auditLines(audit([host('a'.repeat(40)), host('b')]), 60);
    const table = lines.slice(0, 3);
    expect(table.every((line) => [...line].length <= 60)).toBe(true);
    expect(table[1]).toContain('…');
  });

  test('what many hosts share is said once, the worst first, then what most share', () => {
    const many = Array.from({ length: 9 }, (_, at) => host(`h${at}`, [warning('medium', 'Shared.')]));
    const lines = auditLines(
      audit([...many, host('x', [warning('medium', 'Own.'), warning('high', 'Bad.')])]),
      undefined,
    );
    expect(lines.slice(lines.indexOf('Worth a look') + 1, -2)).toEqual([
      '!! x',
      '   Bad.',
      '!  h0, h1, h2, h3, h4, h5 and 3 more',
      '   Shared.',
      '!  x',
      '   Own.',
    ]);
  });

  test('text of others moves no cursor', () => {
    const lines = auditLines(audit([host('a\u001b[2Jb', [warning('low', 'x\u001b[2Jy')])]), undefined);
    expect(lines.join('')).not.toContain('\u001b');
  });
});
