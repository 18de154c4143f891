/** What the service is told, and that systemd and XML understand it as it was meant. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { launchdPlist } from '../../../../main/headless/service/launchd-plist.ts';
import { changedLines, isUntouched } from '../../../../main/headless/service/sealed-text.ts';
import { serviceProgram, startArguments } from '../../../../main/headless/service/service-program.ts';
import { systemdUnit } from '../../../../main/headless/service/systemd-unit.ts';

const HOSTILE = [
  'two words',
  '100% %h %%',
  '$HOME $' + '{HOME} $$',
  'a "quoted" \'word\'',
  'back\\slash \\n \\',
  ';',
  '<&>]]>',
  '-dash',
  'ünïcode 手机',
];
const PLAIN = { node: '/usr/bin/node', args: ['/opt/outpost.mjs', 'start'], env: { PATH: '/usr/bin' } };
const around = {
  execPath: '/usr/bin/node',
  script: '/opt/outpost.mjs',
  env: { PATH: '/usr/bin' },
  exists: () => true,
};
const flags = { data: '/data', bind: '0.0.0.0', demo: true };

describe('what the service runs', () => {
  it('keeps the options of the person, with every path absolute', () => {
    const given = {
      ...flags,
      data: 'here',
      port: 7130,
      relay: ['wss://a.example', 'wss://b.example'],
      clientOrigin: 'https://c.example',
      demo: false,
      codex: './codex',
      name: '-my "desk"',
      log: 'log.jsonl',
    };
    expect(startArguments(given).join(' ')).toBe(
      `--data ${path.resolve('here')} --port 7130 --bind 0.0.0.0 --relay wss://a.example --relay wss://b.example ` +
        `--client-origin https://c.example --no-demo --codex ${path.resolve('codex')} --name=-my "desk" --log ${path.resolve('log.jsonl')}`,
    );
  });

  it('searches where the shell does that installs it, and where Node is', () => {
    const env = { PATH: '/a:relative::/b:/a', CODEX_HOME: '/codex', OPENAI_API_KEY: 'secret' };
    const program = serviceProgram(flags, 'systemd', { ...around, execPath: '/n/bin/node', env });
    expect(program.env).toEqual({ PATH: '/a:/b:/n/bin', CODEX_HOME: '/codex' });
    expect(program.args.slice(0, 4)).toEqual(['/opt/outpost.mjs', 'start', '--service', 'systemd']);
  });

  it('takes the Node of Homebrew by the path that stays', () => {
    const execPath = '/opt/homebrew/Cellar/node@20/20.1.0/bin/node';
    expect(serviceProgram(flags, 'launchd', { ...around, execPath }).node).toBe(
      '/opt/homebrew/opt/node@20/bin/node',
    );
    expect(serviceProgram(flags, 'launchd', { ...around, execPath, exists: () => false }).node).toBe(
      execPath,
    );
  });

  it.each(['a\nExecStart=/bin/evil', 'a\0b', 'a\ud800b', '\x1b[2J'])('refuses the name %j', (name) => {
    expect(() => serviceProgram({ ...flags, name }, 'systemd', around)).toThrow(/control character/);
  });
});

describe('a sealed text', () => {
  it('is told from one that was changed by hand, at whichever place', () => {
    const unit = systemdUnit(PLAIN, 252);
    expect(isUntouched(unit)).toBe(true);
    for (const changed of [
      `${unit} `,
      unit.replace('on-failure', 'always'),
      unit.replace(/sha256:./, 'sha256:x'),
    ])
      expect(isUntouched(changed)).toBe(false);
    expect(isUntouched('')).toBe(false);
  });

  it('says which lines differ', () => {
    const after = systemdUnit({ ...PLAIN, env: { PATH: '/bin' } }, 252);
    expect(changedLines(systemdUnit(PLAIN, 252), after)).toEqual({
      gone: ['Environment="PATH=/usr/bin"'],
      added: ['Environment="PATH=/bin"'],
    });
  });
});

describe('the unit of systemd', () => {
  it('backs off where systemd knows how', () => {
    expect(systemdUnit(PLAIN, 254)).toContain('RestartMaxDelaySec=300');
    expect(systemdUnit(PLAIN, 252)).not.toContain('RestartMaxDelaySec');
    expect(systemdUnit(PLAIN, null)).toContain('RestartSec=30');
  });

  it('refuses a Node whose path systemd would refuse', () => {
    expect(() => systemdUnit({ ...PLAIN, node: '/a"b/node' }, 252)).toThrow(/quotation mark/);
  });

  it.runIf(process.platform === 'linux')(
    'is taken by systemd without a word, whatever the paths',
    async () => {
      const root = await mkdtemp(path.join(tmpdir(), 'outpost-unit-'));
      try {
        const folder = path.join(root, 'no $de 100% ünï');
        const node = path.join(folder, 'node');
        await mkdir(folder);
        await writeFile(node, '#!/bin/sh\n');
        await chmod(node, 0o755);
        const unit = path.join(root, 'outpost.service');
        await writeFile(unit, systemdUnit({ node, args: HOSTILE, env: { PATH: HOSTILE.join(':') } }, 252));
        const env = { ...process.env, XDG_RUNTIME_DIR: root };
        const { stdout, stderr } = await promisify(execFile)(
          'systemd-analyze',
          ['verify', '--user', '--man=no', unit],
          { env },
        );
        // Other units of the machine may have their faults.
        expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('outpost'))).toEqual([]);
      } finally {
        await rm(root, { recursive: true, force: true });
      }
    },
  );
});

describe('the agent of launchd', () => {
  const strings = (plist: string) =>
    [...plist.matchAll(/<string>(.*?)<\/string>/gs)].map(([, text]) =>
      text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    );

  it('holds every word as it is, and nothing that a word could close', () => {
    const plist = launchdPlist({ ...PLAIN, args: HOSTILE, env: { PATH: '/a&b' } }, '/logs/<crash>');
    expect(isUntouched(plist)).toBe(true);
    expect(strings(plist)).toEqual([
      'io.outpost.host',
      '/usr/bin/node',
      ...HOSTILE,
      '/a&b',
      'Interactive',
      '/dev/null',
      '/logs/<crash>',
    ]);
  });

  it('is well formed to an XML parser', async () => {
    const plist = launchdPlist({ ...PLAIN, args: HOSTILE }, '/logs/crash.log');
    const python = 'import sys,plistlib,json; print(json.dumps(plistlib.loads(sys.argv[1].encode())))';
    const { stdout } = await promisify(execFile)('/usr/bin/python3', ['-c', python, plist]);
    expect(JSON.parse(stdout)).toMatchObject({
      Label: 'io.outpost.host',
      ProgramArguments: ['/usr/bin/node', ...HOSTILE],
      KeepAlive: { SuccessfulExit: false },
      RunAtLoad: true,
    });
  });
});
