/** What reaches a host on its own machine: lines on the local socket, the panel's IPC, and its files. */

import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import * as v from 'valibot';
import { COMMANDS, isCommand } from '../../../main/contract/contract.ts';
import { DESK_ACTS } from '../../../main/contract/panel.ts';
import { INITIAL_SETTINGS, SettingsSchema } from '../../../main/contract/settings.ts';
import { parseDeskAct, runCommand } from '../../../main/desktop/panel-requests.ts';
import { Approvals } from '../../../main/host/approvals/approvals.ts';
import { Device } from '../../../main/host/devices/device.ts';
import { admissionKeyOf, DeviceRegistry } from '../../../main/host/devices/registry.ts';
import { EmbeddedPort } from '../../../main/host/embedded-port.ts';
import { JournalFile } from '../../../main/host/files/journal.ts';
import { NewerFileError } from '../../../main/host/files/json-file.ts';
import { type HostIdentity, loadIdentity } from '../../../main/host/identity.ts';
import { LocalConnection } from '../../../main/host/local-socket/connection.ts';
import { Answer } from '../../../main/host/local-socket/messages.ts';
import { HostStartError } from '../../../main/host/options.ts';
import { localFolders } from '../../../main/host/projects/local-folders.ts';
import { Projects } from '../../../main/host/projects/projects.ts';
import { Requests } from '../../../main/host/session/requests.ts';
import { SettingsStore } from '../../../main/host/settings/settings-store.ts';
import { writeSettings } from '../../../main/host/settings/settings-text.ts';
import { concat, toBase64url, utf8 } from '../../../protocol/bytes.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import { NO_CONTEXT } from '../../../protocol/session/card-context.ts';
import { judgement } from '../../main/host/approvals/judged.ts';
import { HostDouble } from '../../main/host/local-socket/host-double.ts';
import { must, type Probe, type Target } from '../fuzzer.ts';
import { MemoryDisk } from '../memory-disk.ts';
import { type Json, json, mutateBytes, mutateJson } from '../mutate.ts';
import type { Random } from '../random.ts';

type Bytes = Uint8Array;

const COMMAND_PARAMS: readonly [string, Json][] = [
  ['pairing/open', { right: 'answer' }],
  ['pairing/close', {}],
  ['device/revoke', { id: 'd1' }],
  ['device/revoke-all', {}],
  ['device/describe', { id: 'd1', owner: 'Ada' }],
  ['device/expire', { id: 'd1', days: 30 }],
  ['device/rename', { id: 'd1', name: 'Phone' }],
  ['device/allow', { id: 'd1', right: 'view' }],
  ['device/restore', { id: 'd1' }],
  ['project/add', { path: '/src/web', name: 'web' }],
  ['project/remove', { id: 'p1' }],
  ['settings/set', { key: 'mobile_keep_awake', value: true }],
  ['agent/retry', { id: 'codex' }],
  ['host/stop', {}],
];
const REQUESTS: readonly Json[] = [
  json({ id: 1, method: 'snapshot' }),
  json({ id: 2, method: 'watch' }),
  ...COMMAND_PARAMS.map(([command, params], at) => json({ id: at + 3, method: 'run', command, params })),
];

/** Only what the contract holds, in its form, reaches the host. */
function checkRan(host: HostDouble, before: number, most: number): void {
  const ran = host.ran.slice(before);
  must(ran.length <= most, 'a request runs one command at most');
  for (const { name, params } of ran)
    must(
      isCommand(name) && v.is(COMMANDS[name].params as v.GenericSchema, params),
      'and one of the contract',
    );
}

/** A client's side of a local socket, in memory. */
class LocalProbe implements Probe {
  readonly #host = new HostDouble();
  #answers: string[] = [];
  #faults = 0;

  async take(input: Bytes): Promise<void> {
    this.#answers = [];
    const before = this.#host.ran.length;
    const socket = new Duplex({
      read() {},
      write: (chunk: Buffer, _encoding, done) => {
        this.#answers.push(chunk.toString('utf8'));
        done();
      },
    }) as unknown as Socket;
    Object.assign(socket, { destroySoon: () => socket.destroy() });
    const fault = () => {
      this.#faults += 1;
    };
    const log = { debug() {}, info() {}, warn() {}, error: fault };
    const connection = new LocalConnection({ socket, api: this.#host, version: '0', stallTimeout: 1e6, log });
    const served = connection.serve();
    // In two pieces, so that lines are put together as well.
    const middle = input.length >> 1;
    for (const piece of [input.subarray(0, middle), input.subarray(middle)]) socket.push(piece);
    socket.push(null);
    await served;
    const lines = Buffer.from(input).toString('latin1').split('\n').length - 1;
    must(this.#faults === 0, 'no fault of the host’s own');
    must(this.#answers.length === lines + 1, 'each line is answered, behind the greeting');
    for (const answer of this.#answers.slice(1))
      must(v.is(Answer, JSON.parse(answer)), 'an answer has the form of one');
    checkRan(this.#host, before, lines);
    must(this.#host.listeners.size === 0, 'who is gone is told nothing');
  }
}

function makeLines(random: Random): Bytes {
  const lines = Array.from({ length: 1 + random.below(4) }, () =>
    random.once(3) ? utf8(JSON.stringify(random.pick(REQUESTS))) : mutateJson(random, REQUESTS),
  );
  return Uint8Array.from(Buffer.concat(lines.flatMap((line) => [line, utf8('\n')])));
}

export const localSocket: Target = {
  name: 'local-socket',
  weight: 5,
  every: 2000,
  make: makeLines,
  open: () => new LocalProbe(),
};

/** What structured clone lets through and JSON does not. */
const CLONED: readonly unknown[] = [
  undefined,
  Number.NaN,
  1n,
  new Map([['id', 'd1']]),
  new Date(0),
  /x/,
  new Uint8Array(3),
];

export const panel: Target = {
  name: 'panel',
  weight: 3,
  every: 10_000,
  make: (random) =>
    mutateJson(
      random,
      [...COMMAND_PARAMS, ...DESK_ACTS.map((act) => [act, random.below(CLONED.length)])].map(json),
    ),
  open: () => {
    const host = new HostDouble();
    return {
      async take(input) {
        const value = parsed(input);
        const [name, params] = Array.isArray(value) ? value : [value, undefined];
        const before = host.ran.length;
        const given = typeof params === 'number' ? CLONED[Math.abs(params) % CLONED.length] : params;
        const outcome = await runCommand(host, name, given);
        checkRan(host, before, 1);
        must(outcome.ok || outcome.refusal.message.length > 0, 'a refusal is a sentence');
        try {
          must(DESK_ACTS.includes(parseDeskAct(name)), 'an act is one of the desktop’s');
        } catch (error) {
          must((error as Error).message === 'The desktop does not know this act.', 'and no other is done');
        }
      },
    };
  },
};

function parsed(input: Bytes): unknown {
  try {
    return JSON.parse(Buffer.from(input).toString('utf8'));
  } catch {
    return undefined;
  }
}

const FOLDER = '/state';
const key = (number: number) => toBase64url(new Uint8Array(32).fill(number));
const phone = {
  id: 'd1',
  identityKey: key(1),
  admissionKey: key(2),
  name: 'Phone',
  platform: 'iOS',
  right: 'start',
  client: 'ownOrigin',
  checkWords: ['a', 'b', 'c', 'd'],
  pairedAt: 1,
  lastSeenAt: 2,
  confirmed: true,
  suspended: false,
  secret: key(3),
  successors: [key(4)],
  retired: [{ secret: key(5), at: 1 }],
};
const card = JSON.stringify({ v: 2, approval: 'a1', host: 'desk', agent: 'codex' });
const kept = { id: 'a1', agent: 'codex', key: 'k', card, taken: null };
const FILES: readonly [string, Json][] = [
  ['devices.json', json({ version: 1, devices: [phone, { ...phone, id: 'd2', secret: key(6) }] })],
  [
    'projects.json',
    json({ version: 1, projects: [{ id: 'p', environment: 'local', name: 'w', path: '/p' }] }),
  ],
  ['approvals.json', json({ version: 1, approvals: [kept] })],
  ['host.json', json({ version: 1, port: 7130 })],
  [
    'identity.json',
    json({
      version: 1,
      kept: 'plain',
      seed: key(7),
      publicKey: toBase64url(nodeSuite.ed25519.publicKey(new Uint8Array(32).fill(7))),
    }),
  ],
];
const SETTINGS_TEXTS = [
  writeSettings({ chosen: INITIAL_SETTINGS, unknown: { later: [1, { a: 'b' }] } }),
  writeSettings({ chosen: {}, unknown: {} }),
  '[features]\nmobile_keep_awake = false\n"remote_connections" = true\n[projects."/src"]\ntrust_level = "trusted"\n',
].map(utf8);
const JOURNAL = [
  { t: 'begun', at: 5000, device: 'd1', id: 'r1', digest: 'x' },
  { t: 'done', device: 'd1', id: 'r1', answer: { ok: true, result: {} } },
].map(json);

/** First byte: which file. The rest: what is in it. */
function makeFile(random: Random): Bytes {
  const which = random.below(FILES.length + 2);
  if (which === FILES.length + 1) return concat(Uint8Array.of(which), mutateBytes(random, SETTINGS_TEXTS));
  if (which === FILES.length) {
    const lines = Array.from({ length: random.below(6) }, () => mutateJson(random, JOURNAL));
    return concat(Uint8Array.of(which), ...lines.flatMap((line) => [line, utf8('\n')]));
  }
  const good = FILES[which]![1];
  const damaged = random.once(5)
    ? mutateBytes(random, [utf8(JSON.stringify(good))])
    : mutateJson(random, [good]);
  return concat(Uint8Array.of(which), damaged);
}

/** Read, or set aside whole; never a fault, never a state that the host cannot go on with, never lost. */
class FilesProbe implements Probe {
  async take(input: Bytes): Promise<void> {
    const [which = 0] = input;
    const content = input.slice(1);
    const file = which % (FILES.length + 2);
    if (file === FILES.length + 1) return this.#settings(content);
    const [name] = FILES[file] ?? ['requests.jsonl'];
    const disk = new MemoryDisk();
    disk.files.set(`${FOLDER}/${name}`, content);
    if (name === 'identity.json') return this.#identity(disk, content);
    try {
      await this.#load(disk);
    } catch (error) {
      if (!(error instanceof NewerFileError)) throw error;
      must(disk.files.get(`${FOLDER}/${name}`) === content, 'a newer file is left as it is');
      return;
    }
    const whole = [...disk.files.values()].some((file) => Buffer.compare(file, content) === 0);
    must(whole || name === 'requests.jsonl', 'what was there is still there');
  }

  /** As ours, and as Codex's. */
  async #settings(content: Bytes): Promise<void> {
    const [disk, fresh] = [new MemoryDisk(), new MemoryDisk()];
    const codexConfig = '/codex/config.toml';
    disk.files.set(`${FOLDER}/settings.toml`, content);
    fresh.files.set(codexConfig, content);
    for (const each of [disk, fresh]) {
      const store = new SettingsStore({ folder: FOLDER, disk: each, codexConfig });
      const notice = await store.load();
      must(notice === null || /\.$/.test(notice), 'a notice is a sentence');
      must(v.is(SettingsSchema, store.get()), 'settings are whole');
    }
    must(disk.files.get(`${FOLDER}/settings.toml`) === content, 'a hand’s work is never replaced');
    must(fresh.files.get(codexConfig) === content, 'and Codex’s is not touched');
  }

  async #identity(disk: MemoryDisk, content: Bytes): Promise<void> {
    try {
      await loadIdentity({ folder: FOLDER, disk, suite: nodeSuite, keyBox: null });
    } catch (error) {
      must(error instanceof HostStartError, 'a start that is refused says why');
    }
    must(disk.files.get(`${FOLDER}/identity.json`) === content, 'an identity is never replaced');
  }

  async #load(disk: MemoryDisk): Promise<void> {
    const now = () => 10_000;
    const where = { folder: FOLDER, disk, now, suite: nodeSuite, randomBytes: nodeSuite.randomBytes };
    const registry = new DeviceRegistry(where);
    const projects = new Projects({ ...where, folders: () => localFolders('/home') });
    const port = new EmbeddedPort(where);
    const approvals = new Approvals({
      ...where,
      audit: new JournalFile(disk, `${FOLDER}/audit.jsonl`),
      identity: {} as HostIdentity,
      hostName: 'desk',
      environmentName: () => null,
      clock: { now, after: () => () => {} },
      judge: () => judgement(),
      mayApprove: () => true,
      places: { place: () => ({ thread: 't', title: '', project: null, context: NO_CONTEXT }) },
      agent: () => undefined,
      computerUseOnDevices: () => false,
      notice: () => {},
    });
    for (const store of [registry, projects, port, approvals]) {
      const notice = await store.load();
      must(notice === null || /\.$/.test(notice), 'a notice is a sentence');
      await store.idle();
    }
    const requests = new Requests({
      journal: new JournalFile(disk, `${FOLDER}/requests.jsonl`),
      suite: nodeSuite,
      now,
    });
    await requests.load();
    for (const device of registry.list()) {
      must(v.is(Device, device), 'a device is whole');
      must(admissionKeyOf(device).length === 32, 'and has a key that relays can be told');
    }
    for (const project of projects.list()) projects.holding('local', project.path);
    approvals.list();
    const again = await requests.run('d1', 'r1', ['x'], async () => ({ ok: true, result: {} }));
    must(typeof again.ok === 'boolean', 'a request is still answered');
  }
}

export const files: Target = {
  name: 'files',
  weight: 3,
  every: 5000,
  make: makeFile,
  open: () => new FilesProbe(),
};
