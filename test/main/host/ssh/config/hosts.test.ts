/** Which hosts are found, and what is said of a configuration that is not in order. */
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultLine } from '../../../../../main/host/ssh/config/faults.ts';
import { hostsOf, MOST_HOSTS } from '../../../../../main/host/ssh/config/hosts.ts';
import { onlyFile, type SshPlaces } from '../../../../../main/host/ssh/config/places.ts';
import { LONGEST_FILE } from '../../../../../main/host/ssh/config/read-file.ts';
import { readSshConfig } from '../../../../../main/host/ssh/config/ssh-config.ts';
import { readLine } from '../../../../../main/host/ssh/config/words.ts';
import { Random } from '../../../../fuzz/random.ts';
import { askSsh, type Scratch, scratch } from '../scratch.ts';
import { ALIASES, generate } from './generated.ts';

let home: Scratch;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

const found = async (places: SshPlaces = home.places) => hostsOf(await readSshConfig(places));
const names = async () => (await found()).hosts.map(({ alias }) => alias);
/** Of a configuration that is this text. */
async function of(text: string) {
  await home.write('.ssh/config', text);
  return found();
}
const namesOf = async (text: string) => (await of(text)).hosts.map(({ alias }) => alias);
const faultsOf = (list: Awaited<ReturnType<typeof found>>) =>
  list.faults.map((fault) => faultLine(fault).replaceAll(home.home, '~'));

describe('names', () => {
  test('in the order in which they stand there, each once', async () => {
    expect(await namesOf('Host b a\nHost c b\nHost a\n')).toEqual(['b', 'a', 'c']);
  });

  test('no patterns, and nothing that is only taken back', async () => {
    expect(await namesOf('Host *.corp ?-node !x y\nHost *\nHost !z *')).toEqual(['y']);
  });

  test('none that its own line takes back', async () => {
    expect(await namesOf('Host a b !a\nHost c.corp d !*.corp')).toEqual(['b', 'd']);
  });

  test('however the line is written', async () => {
    const lines = [
      'HOST a',
      '\thost=b',
      '  Host = c',
      '"Host" d',
      'Host \'e\' "f" # g',
      'hOsT\th\r',
      'Host i#j',
    ];
    expect(await namesOf(lines.join('\n'))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'h', 'i#j']);
  });

  test('a comment is none', async () => {
    expect(await namesOf('# Host a\n   #Host b\nHost c')).toEqual(['c']);
  });

  test('of a Match those of what was typed, not those of where it leads', async () => {
    expect(
      await namesOf('Match originalhost a,b,*.c,!d\nMatch host e\nMatch !originalhost f\nMatch exec "true"'),
    ).toEqual(['a', 'b']);
  });

  test('with what stands plainly in their section', async () => {
    const { hosts } = await of(
      'Host a\n HostName 10.0.0.1\n User ada\n Port 2222\n HostName 10.0.0.2\nHost b\n HostName %h.corp\n User "b b"\n Port x\nHost c',
    );
    expect(hosts.map(({ alias, line, hostName, user, port }) => [alias, line, hostName, user, port])).toEqual(
      [
        ['a', 1, '10.0.0.1', 'ada', 2222],
        ['b', 6, null, null, null],
        ['c', 10, null, null, null],
      ],
    );
  });

  test('those of the system’s file come behind the user’s', async () => {
    await home.write('.ssh/config', 'Host a\n');
    await home.write('etc/ssh_config', 'Include d/*.conf\nHost b a\n');
    await home.write('etc/d/1.conf', 'Host c\n');
    expect(await names()).toEqual(['a', 'c', 'b']);
  });

  test('no configuration at all: no hosts, and nothing is wrong', async () => {
    expect(await found()).toEqual({ hosts: [], faults: [] });
  });
});

describe('Include', () => {
  test('globs, several on a line, quoted, from the home folder, relative to ~/.ssh; in order', async () => {
    await home.write('.ssh/config', 'Include "conf d/*" ~/more/m[0-9] extra\nHost last\n');
    await home.write('.ssh/conf d/20', 'Host twenty');
    await home.write('.ssh/conf d/10', 'Host ten');
    await home.write('.ssh/conf d/.hidden', 'Host hidden');
    await home.write('more/m1', 'Include nested\nHost more\n');
    await home.write('more/mx', 'Host never');
    await home.write('.ssh/nested', 'Host nested');
    await home.write('.ssh/extra', 'Host extra');
    expect(await names()).toEqual(['ten', 'twenty', 'nested', 'more', 'extra', 'last']);
  });

  test('inside a section only for the hosts of that section, as ssh does it', async () => {
    const inner = await home.write('inner', 'Host work-1 home-1\n User inner\nHost work-2\n');
    const config = await home.write(
      '.ssh/config',
      `Host work-*\n  Include ${inner}\nHost home-1\n User outer\n`,
    );
    const { hosts } = await found();
    expect(hosts.map(({ alias, line, file }) => [alias, line, file === config])).toEqual([
      ['work-1', 1, false],
      ['work-2', 3, false],
      ['home-1', 3, true],
    ]);
    expect((await askSsh(config, 'work-1')).get('user')).toEqual(['inner']);
    expect((await askSsh(config, 'home-1')).get('user')).toEqual(['outer']);
  });

  test('inside a Match that depends on a command, its hosts may be there', async () => {
    await home.write('.ssh/inner', 'Host a\n');
    await home.write(
      '.ssh/config',
      'Match exec "on-vpn"\n Include inner\nMatch originalhost b\n Include inner\n',
    );
    expect(await names()).toEqual(['a', 'b']);
  });

  test('a section of what is included ends with its file', async () => {
    await home.write('.ssh/inner', 'Host a\n');
    await home.write('.ssh/config', 'Include inner\nHost b\n');
    expect(await names()).toEqual(['a', 'b']);
  });

  test('sixteen deep as ssh, and no deeper', async () => {
    for (let depth = 1; depth <= 17; depth++)
      await home.write(`.ssh/f${depth}`, `Host h${depth}\nHost *\nInclude ${home.home}/.ssh/f${depth + 1}\n`);
    const config = await home.write('.ssh/config', `Include ${home.home}/.ssh/f1\n`);
    const list = await found();
    expect(list.hosts).toHaveLength(16);
    expect(faultsOf(list)).toEqual([
      '~/.ssh/f16:3: This is included through more than 16 files, for which ssh ends.',
    ]);
    await expect(askSsh(config, 'h1')).rejects.toThrow('Too many recursive');
    await home.write('.ssh/f16', 'Host h16\n User deep\n');
    expect((await askSsh(config, 'h16')).get('user')).toEqual(['deep']);
  });

  test('a loop is told with its place, and hides nothing', async () => {
    await home.write('.ssh/a', 'Include b\nHost a\n');
    await home.write('.ssh/b', 'Include a\nInclude config\nHost b\n');
    await home.write('.ssh/config', 'Include a\nHost c\n');
    const list = await found();
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['b', 'a', 'c']);
    expect(faultsOf(list)).toEqual([
      '~/.ssh/b:1: This includes ~/.ssh/a, which led here: a loop, for which ssh ends.',
      '~/.ssh/b:2: This includes ~/.ssh/config, which led here: a loop, for which ssh ends.',
    ]);
  });

  test('twice the same file is no loop', async () => {
    await home.write('.ssh/a', 'Host a\n');
    await home.write('.ssh/config', 'Include a\nInclude a\n');
    const list = await found();
    expect([list.hosts.length, list.faults]).toEqual([1, []]);
  });

  test('files that double with each step are read until it is enough', async () => {
    for (let depth = 0; depth < 15; depth++)
      await home.write(`.ssh/f${depth}`, `Include f${depth + 1} f${depth + 1}\nHost h${depth}\n`);
    await home.write('.ssh/config', 'Include f0\nHost z\n');
    expect((await found()).faults.map(({ text }) => text)).toEqual([expect.stringContaining('more files')]);
  });
});

describe('what is not in order is said with its place, and hides no other host', () => {
  const stops = async (text: string) => {
    const list = await of(text);
    return list.faults.map(({ line, text: said, stopsSsh }) => [line, said, stopsSsh]);
  };

  test.each([
    ['a quotation mark is never closed', 'Host a\n User "ada\nHost b\n', 2],
    ['nothing behind a keyword', 'Host a\n User\nHost b\n', 2],
    ['no port', 'Host a\n Port 70000\nHost b\n', 2],
    ['two words where one belongs', 'Host a\n User ada bob\nHost b\n', 2],
    ['a Match of nothing', 'Host a\nMatch host\nHost b\n', 2],
    ['a byte order mark', '\ufeffHost a\nHost b\n', 1],
  ])('%s: ssh refuses it too', async (_, text, line) => {
    const list = await of(text);
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['a', 'b']);
    expect(list.faults.map((fault) => [fault.line, fault.stopsSsh])).toEqual([[line, true]]);
    await expect(askSsh(join(home.home, '.ssh/config'), 'a')).rejects.toThrow();
  });

  test('a keyword that nobody knows, unless ssh is told to pass over it', async () => {
    expect(await stops('HostNmae x\nHost a')).toEqual([
      [1, '“hostnmae” is no keyword that Outpost knows. If ssh knows it neither, it ends.', false],
    ]);
    expect(await stops('IgnoreUnknown Use*,Host?mae\nHostNmae x\nUseNothing y')).toEqual([]);
  });

  test('a pipe is not waited for', async () => {
    await home.write('.ssh/config', 'Include pipe\nHost a\n');
    await promisify(execFile)('mkfifo', ['-m', '600', join(home.home, '.ssh/pipe')]);
    const list = await found();
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['a']);
    expect(faultsOf(list)).toEqual([
      '~/.ssh/pipe: This is no file that could be read again and again, so it was left out.',
    ]);
  });

  test('a folder or nothing in place of a file is as an empty file, as it is to ssh', async () => {
    await mkdir(join(home.home, '.ssh/folder'), { recursive: true });
    await symlink('/nowhere', join(home.home, '.ssh/dangling'));
    const list = await of('Include folder dangling\nHost a\n');
    expect([list.hosts.length, list.faults]).toEqual([1, []]);
  });

  test('files that others may write to, or that are another’s, are refused as ssh refuses them', async () => {
    const config = await home.write('.ssh/config', 'Include open group\nHost a\n');
    const open = await home.write('.ssh/open', 'Host b\n', 0o666);
    await home.write('.ssh/group', 'Host c\n', 0o660);
    await chmod(config, 0o622);
    const list = await found();
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['b', 'c', 'a']);
    expect(faultsOf(list)).toEqual([
      '~/.ssh/config: Everybody may write to the file, for which ssh refuses it. Correct it: chmod go-w.',
      '~/.ssh/open: Everybody may write to the file, for which ssh refuses it. Correct it: chmod go-w.',
      expect.stringMatching(/^~\/\.ssh\/group: A group may write to the file/),
    ]);
    const including = await home.write('including', `Include ${open}\n`);
    await expect(askSsh(including, 'a')).rejects.toThrow('Bad owner or permissions');
  });

  test('a file that belongs to another user is refused as ssh refuses it', async () => {
    const file = await home.write('.ssh/config', 'Host a\n');
    // Only root can give it away; anybody else looks at it as another.
    if (process.getuid?.() === 0) await chown(file, 12345, 12345);
    const places = { ...home.places, uid: process.getuid?.() === 0 ? 0 : 12345 };
    const list = await found(places);
    expect([list.hosts.length, list.faults.map(({ text, stopsSsh }) => [text, stopsSsh])]).toEqual([
      1,
      [['The file belongs to another user, for which ssh refuses it. Take it over: chown.', true]],
    ]);
    expect((await found({ ...places, userFileIsChecked: false })).faults).toEqual([]);
  });

  test('a file that may not be read, the user’s own and one that it includes', async () => {
    const config = await home.write('.ssh/config', 'Include closed\nHost a\n');
    const closed = await home.write('.ssh/closed', 'Host b\n', 0o000);
    for (const folder of [home.home, join(home.home, '.ssh')]) await chmod(folder, 0o755);
    await chmod(config, 0o644);
    const asSomebody = async <T>(work: () => Promise<T>): Promise<T> => {
      // Root may read everything, so it looks as somebody who may not.
      if (process.getuid?.() !== 0) return await work();
      process.seteuid?.(12345);
      try {
        return await work();
      } finally {
        process.seteuid?.(0);
      }
    };
    const list = await asSomebody(() => found());
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['a']);
    expect(faultsOf(list)).toEqual([
      '~/.ssh/closed: The file cannot be read (EACCES), for which ssh ends. Make it readable, or take it out of the Include.',
    ]);
    await chmod(closed, 0o600);
    await chmod(config, 0o000);
    const none = await asSomebody(() => found());
    expect([none.hosts, faultsOf(none)]).toEqual([
      [],
      ['~/.ssh/config: The file cannot be read (EACCES), so nothing that it says holds, for ssh neither.'],
    ]);
  });

  test('an include that is there and cannot be opened', async () => {
    await home.write('.ssh/config', `Include ${home.home}/around\nHost a\n`);
    await symlink('around', join(home.home, 'around'));
    const list = await found();
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['a']);
    expect(faultsOf(list)).toEqual([
      '~/around: The file cannot be read (ELOOP), for which ssh ends. Make it readable, or take it out of the Include.',
    ]);
  });

  test('what the system’s file may not include', async () => {
    await home.write('etc/ssh_config', 'Include ~/x\nHost a\n');
    expect(faultsOf(await found())).toEqual([
      '~/etc/ssh_config:1: The system’s configuration may not include from “~”, for which ssh ends.',
    ]);
  });

  test('a file longer than any that a person wrote', async () => {
    await home.write('.ssh/config', 'Include big\nHost a\n');
    await home.write('.ssh/big', `Host b\n${'#'.repeat(LONGEST_FILE)}`);
    const list = await found();
    expect(list.hosts.map(({ alias }) => alias)).toEqual(['a']);
    expect(faultsOf(list)).toEqual([
      '~/.ssh/big: The file is longer than 1 MiB, so it was left out. ssh reads it.',
    ]);
  });

  test('more hosts than a person has', async () => {
    const list = await of(`Host ${Array.from({ length: MOST_HOSTS + 5 }, (_, at) => `h${at}`).join(' ')}\n`);
    expect(list.hosts).toHaveLength(MOST_HOSTS);
    expect(list.faults).toHaveLength(1);
  });

  test('bytes that are no text', async () => {
    await home.write(
      '.ssh/config',
      Buffer.from([...Buffer.from('Host a\xff b\n', 'latin1'), 0, ...Buffer.from('Host c\n')]),
    );
    const { hosts } = await found();
    expect(hosts.map(({ alias, unusable }) => [alias, unusable === null])).toEqual([
      ['a\ufffd', false],
      ['b', true],
    ]);
  });
});

test('a fault is one short line, whatever the file is called', () => {
  const line = faultLine({ file: `/${'a\n'.repeat(3000)}`, line: 3, text: 'It is so.', stopsSsh: false });
  expect(line).not.toContain('\n');
  expect(line).toMatch(/^….{300}:3: It is so\.$/);
});

describe('generated configurations', () => {
  test('name the hosts whose sections ssh applies, and no others', { timeout: 60_000 }, async () => {
    let sections = 0;
    for (let number = 0; number < 60; number++) {
      const random = new Random(4000 + number);
      const folder = `g${number}`;
      const { files } = generate(random, join(home.home, folder));
      // Each section says to ssh where it stands.
      for (const [at, [name, text]] of [...files].entries()) {
        const marked = text
          .split('\n')
          .map((line, row) => (/^\s*"?host"?[\s=]/i.test(line) ? `${line}\nSendEnv S${at}_${row}` : line));
        await home.write(join(folder, name), marked.join('\n'));
      }
      const config = join(home.home, folder, 'config');
      const list = await found(onlyFile(home.places, config));
      if (list.faults.some(({ stopsSsh }) => stopsSsh)) continue;
      for (const alias of ALIASES) {
        const said = (await askSsh(config, alias)).get('sendenv') ?? [];
        const marks = [...files].flatMap(([name, text], at) =>
          text.split('\n').flatMap((line, row) => {
            const isNamed = readLine(line)?.keyword === 'host' && readLine(line)?.words?.includes(alias);
            return isNamed && said.includes(`S${at}_${row}`) ? [name] : [];
          }),
        );
        const host = list.hosts.find((one) => one.alias === alias);
        const byMatch = [...files.values()].some((text) => /originalhost/i.test(text));
        if (marks.length > 0) expect(host, `${number}: ${alias}`).toBeDefined();
        else if (!byMatch) expect(host, `${number}: ${alias}`).toBeUndefined();
        sections += marks.length;
      }
    }
    expect(sections).toBeGreaterThan(60);
  });
});
