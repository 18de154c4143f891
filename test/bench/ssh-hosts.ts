/**
 * How long it takes to find the hosts of an SSH configuration: a thousand in twenty included files, from the disk; to put the
 * first of them into a menu, to find one by its name; and to say of all what they reach.
 *
 * `node --import tsx test/bench/ssh-hosts.ts`
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditSsh } from '../../main/host/ssh/audit/audit.ts';
import { hostsOf } from '../../main/host/ssh/config/hosts.ts';
import { onlyFile, sshPlaces } from '../../main/host/ssh/config/places.ts';
import { searchHosts, shortList } from '../../main/host/ssh/config/short-list.ts';
import { readSshConfig } from '../../main/host/ssh/config/ssh-config.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const FILES = 20;
const HOSTS_EACH = 50;
const ROUNDS = 20;

export async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'outpost-bench-'));
  try {
    await mkdir(join(folder, 'd'));
    const config = join(folder, 'config');
    await writeFile(
      config,
      `Include ${folder}/d/*.conf\nHost *.corp\n User root\nHost *\n ServerAliveInterval 30\n`,
    );
    for (let file = 0; file < FILES; file++)
      await writeFile(join(folder, 'd', `${file}.conf`), section(file));
    const places = onlyFile(sshPlaces(), config);
    const reads: number[] = [];
    const lists: number[] = [];
    const audits: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      const { hosts } = hostsOf(await readSshConfig(places));
      reads.push(performance.now() - began);
      if (hosts.length !== FILES * HOSTS_EACH) throw new Error('not all of the hosts');
      const listed = hosts.map(({ alias, unusable }, at) => ({
        alias,
        about: `10.0.0.${at}`,
        unusable,
        usedAt: at % 7 === 0 ? at : null,
        hidden: at % 11 === 0,
      }));
      const listing = performance.now();
      shortList(listed, 20);
      searchHosts(listed, 'host-19-49');
      lists.push(performance.now() - listing);
    }
    for (let round = 0; round < 3; round++) {
      const began = performance.now();
      await auditSsh({
        places,
        env: {},
        localUser: 'me',
        localHost: 'here',
        programs: { ssh: 'ssh', sshAdd: 'ssh-add' },
        hosts: null,
        ask: false,
        now: 0,
      });
      audits.push(performance.now() - began);
    }
    const number = FILES * HOSTS_EACH;
    return [
      {
        name: `${number} SSH hosts found in ${FILES + 1} files`,
        value: median(reads),
        unit: 'ms',
        goal: { atMost: 100 },
        raw: reads,
      },
      {
        name: `a menu of ${number} SSH hosts made, and one searched`,
        value: median(lists),
        unit: 'ms',
        goal: { atMost: 10 },
        raw: lists,
      },
      {
        name: `${number} SSH hosts audited`,
        value: median(audits),
        unit: 'ms',
        raw: audits,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function section(file: number): string {
  return Array.from(
    { length: HOSTS_EACH },
    (_, at) =>
      `Host host-${file}-${at}\n  HostName 10.${file}.0.${at}\n  User ada\n  Port 2222\n  IdentityFile ~/.ssh/none\n  ProxyJump jump\n`,
  ).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, raw = [] } of await run())
    console.log(`${name}: ${value.toFixed(2)} ${unit}   (${raw.map((each) => each.toFixed(1)).join(' ')})`);
}
