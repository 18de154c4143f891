/** A changed configuration is told once for each real change, whatever an editor does to the files. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../../main/host/clock.ts';
import { openHostSource } from '../../../../../main/host/ssh/config/host-source.ts';
import type { HostList } from '../../../../../main/host/ssh/config/hosts.ts';
import { type HostWatch, watchHosts } from '../../../../../main/host/ssh/config/watch.ts';
import { type Scratch, scratch } from '../scratch.ts';

let home: Scratch;
let watching: HostWatch | undefined;
beforeEach(async () => {
  home = await scratch();
});
afterEach(async () => {
  watching?.close();
  watching = undefined;
  await home.remove();
});

/** What was told, one after the other, and a way to wait for the next. */
class Told {
  readonly lists: HostList[] = [];
  #waiting: (() => void)[] = [];

  readonly changed = (list: HostList) => {
    this.lists.push(list);
    for (const resolve of this.#waiting.splice(0)) resolve();
  };

  /** Resolves when these hosts were told, or are told. */
  async until(...names: string[]): Promise<void> {
    while (aliases(this.lists.at(-1)) !== names.join(' '))
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

const aliases = (list: HostList | undefined) => list?.hosts.map(({ alias }) => alias).join(' ');
const failed = (what: string, error: unknown) => {
  throw new Error(what, { cause: error });
};

async function watched(): Promise<Told> {
  const told = new Told();
  watching = await watchHosts({ places: home.places, clock: systemClock, changed: told.changed, failed });
  return told;
}

/** At once, so that nobody sees half of it. */
async function replace(text: string): Promise<void> {
  const file = await home.write('.ssh/next', text);
  await rename(file, join(home.home, '.ssh/config'));
}

describe('a change is told', () => {
  test('of a file that is written again, and of one that another takes the place of', async () => {
    await home.write('.ssh/config', 'Host a\n');
    const told = await watched();
    expect(aliases(watching?.list)).toBe('a');
    await home.write('.ssh/config', 'Host a b\n');
    await told.until('a', 'b');
    await home.write('.ssh/config.new', 'Host c\n');
    await rename(join(home.home, '.ssh/config.new'), join(home.home, '.ssh/config'));
    await told.until('c');
    await home.write('.ssh/config', 'Host d\n');
    await told.until('d');
  });

  test('of a folder that did not exist, and of one that goes and comes again', async () => {
    const told = await watched();
    await mkdir(join(home.home, '.ssh'));
    await home.write('.ssh/config', 'Host a\n');
    await told.until('a');
    await rename(join(home.home, '.ssh'), join(home.home, 'away'));
    await told.until();
    await home.write('.ssh/config', 'Host b\n');
    await told.until('b');
    await rm(join(home.home, '.ssh'), { recursive: true });
    await told.until();
    await rename(join(home.home, 'away'), join(home.home, '.ssh'));
    await told.until('a');
  });

  test('of a folder in whose place another is put at once', async () => {
    await home.write('.ssh/config', 'Host a\n');
    await home.write('other/config', 'Host b\n');
    const told = await watched();
    await rename(join(home.home, '.ssh'), join(home.home, 'away'));
    await rename(join(home.home, 'other'), join(home.home, '.ssh'));
    await told.until('b');
    await home.write('.ssh/config', 'Host c\n');
    await told.until('c');
  });

  test('of a pattern that gains and loses a file, also where its folder comes later', async () => {
    await home.write('.ssh/config', 'Include hosts.d/*/*.conf\nHost z\n');
    const told = await watched();
    await home.write('.ssh/hosts.d/office/1.conf', 'Host a\n');
    await told.until('a', 'z');
    await home.write('.ssh/hosts.d/office/2.conf', 'Host b\n');
    await told.until('a', 'b', 'z');
    await home.write('.ssh/hosts.d/home/1.conf', 'Host c\n');
    await told.until('c', 'a', 'b', 'z');
    await rm(join(home.home, '.ssh/hosts.d/office'), { recursive: true });
    await told.until('c', 'z');
  });

  test('of a file that a link leads to, and of the link', async () => {
    await home.write('dotfiles/ssh', 'Host a\n');
    await home.write('dotfiles/other', 'Host c\n');
    await mkdir(join(home.home, '.ssh'));
    await symlink('../dotfiles/ssh', join(home.home, '.ssh/config'));
    const told = await watched();
    await writeFile(join(home.home, 'dotfiles/ssh'), 'Host b\n');
    await told.until('b');
    await symlink('../dotfiles/other', join(home.home, '.ssh/link'));
    await rename(join(home.home, '.ssh/link'), join(home.home, '.ssh/config'));
    await told.until('c');
  });

  test('of a fault that comes and goes', async () => {
    await home.write('.ssh/config', 'Host a\n');
    const told = await watched();
    await home.write('.ssh/config', 'Host a\n User "x\n');
    await told.until('a');
    expect(told.lists[0]?.faults).toHaveLength(1);
  });
});

test('what changes nothing is not told: other files of the folder, a comment, the same again', async () => {
  const clock = handClock();
  await replace('Host a\n');
  const told = new Told();
  const host = await watchHosts({ places: home.places, clock, changed: told.changed, failed });
  watching = host;
  await home.write('.ssh/known_hosts', 'x');
  for (const text of ['Host a\n# said\n', 'Host a # said otherwise\n', 'Host a # said otherwise\n']) {
    const before = host.list;
    await replace(text);
    // What came before may have armed it, and what came behind that arms it again.
    while (host.list === before) {
      if (clock.timers.length > 0) clock.fire();
      await turn();
    }
  }
  await replace('Host b\n');
  // Whoever is still reading reads once more by itself.
  while (told.lists.length === 0) {
    if (clock.timers.length > 0) clock.fire();
    await turn();
  }
  expect(told.lists.map(aliases)).toEqual(['b']);
});

test('once closed, nothing is told and nothing watched', async () => {
  await home.write('.ssh/config', 'Host a\n');
  const told = await watched();
  const other = new Told();
  const second = await watchHosts({
    places: home.places,
    clock: systemClock,
    changed: other.changed,
    failed,
  });
  await home.write('.ssh/config', 'Host b\n');
  watching?.close();
  await other.until('b');
  second.close();
  expect(told.lists).toEqual([]);
});

test('a burst of writing is read when it is over, or after a second', async () => {
  const clock = handClock();
  await home.write('.ssh/config', 'Host a\n');
  const told = new Told();
  watching = await watchHosts({ places: home.places, clock, changed: told.changed, failed });
  for (let step = 0; step < 14; step++) {
    await home.write('.ssh/config', `Host a${step}\n`);
    await clock.armed(Math.min(clock.time + 100, 1000));
    clock.time += 75;
  }
  expect([clock.timers.length, told.lists.length]).toEqual([1, 0]);
  clock.fire();
  await told.until('a13');
});

/** A clock that stands until the test moves it. */
function handClock() {
  const timers: { at: number; task: () => void }[] = [];
  const clock = {
    time: 0,
    timers,
    now: () => clock.time,
    after(ms: number, task: () => void) {
      const timer = { at: clock.time + ms, task };
      timers.push(timer);
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
      };
    },
    /** Resolves when something waits, for that time. */
    async armed(at?: number): Promise<void> {
      while (timers.length === 0 || (at !== undefined && timers[0]?.at !== at)) await turn();
    },
    fire: () => timers.shift()?.task(),
  };
  return clock;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a source of hosts is empty at first, tells when it was read, and names what is wrong', async () => {
  await home.write('.ssh/config', 'Host a b\n HostName fe80::1\n User ada\n Port 2222\nHost "c d"\n Port\n');
  const source = openHostSource({ places: home.places, clock: systemClock, failed });
  const read = new Promise<void>((resolve) => source.listen(resolve));
  expect(source.hosts()).toEqual([]);
  await read;
  expect(source.hosts()).toEqual([
    { alias: 'a', about: 'ada@[fe80::1]:2222', unusable: null },
    { alias: 'b', about: 'ada@[fe80::1]:2222', unusable: null },
    {
      alias: 'c d',
      about: '',
      unusable: expect.stringMatching(/^This name cannot be used: it has a space\./),
    },
  ]);
  expect(source.problems()).toEqual([`${home.home}/.ssh/config:6: Nothing stands behind “port”.`]);
  source.close();
});
