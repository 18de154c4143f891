/**
 * The paired devices: kept on the disk, found by the id of any of their secrets, told to whoever shows or admits them.
 * Every change is on the disk before it is promised to anybody.
 */
import path from 'node:path';
import * as v from 'valibot';
import { type Bytes, fromBase64url, toBase64url, toHex } from '../../../protocol/bytes.ts';
import { secretId } from '../../../protocol/handshake.ts';
import type { Right } from '../../../protocol/session/values.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { Disk } from '../files/disk.ts';
import { JsonFile } from '../files/json-file.ts';
import { typedId } from '../typed-id.ts';
import {
  afterHandshake,
  type ClientClass,
  CONFIRM_WITHIN_MS,
  DAY_MS,
  Device,
  isCopy,
  type SecretKind,
  secretsOf,
} from './device.ts';

/** What the owner may say of a device. */
type Changeable = Pick<Device, 'name' | 'right' | 'suspended' | 'owner' | 'expiresAfterDays'>;

const DevicesFile = v.object({ devices: v.pipe(v.array(Device), v.maxLength(1000)) });

/** A device found by the id in its Hello. */
export interface Found {
  device: Device;
  secret: Bytes;
  kind: SecretKind;
}

export interface NewDevice {
  identityKey: Bytes;
  admissionKey: Bytes;
  name: string;
  platform: string;
  client: ClientClass;
  checkWords: readonly string[];
  right: Right;
  secret: Bytes;
}

/** Why a device's keys are gone. */
export type DropReason = 'revoked' | 'left' | 'unconfirmed' | 'expired';

/** Something that its owner may want to read later. */
export interface DeviceEvent {
  act:
    | 'paired'
    | 'replaced'
    | 'renamed'
    | 'owner'
    | 'right'
    | 'expiry'
    | 'suspended'
    | 'restored'
    | DropReason;
  by: 'desk' | 'phone' | 'host';
  device: { id: string; name: string };
  /** `renamed`: the name before. `owner`, `right`, `expiry`: what it is now; of `expiry` in days, empty for the rule of all. */
  detail: string;
}

export interface DeviceListener {
  /** For the log: of what is promised, once it is kept. */
  happened?(event: DeviceEvent): void;
  /** The list or a device in it changed. */
  changed(): void;
  /** Its keys are gone (revoked, replaced, left): whatever it has open must end. */
  dropped(id: string, why: DropReason | 'replaced'): void;
  /** A copy of it was seen: what it has open may be the copy's, and must end. */
  suspended(id: string): void;
}

export interface RegistryOptions {
  folder: string;
  disk: Disk;
  suite: SyncSuite;
  now: () => number;
}

export class DeviceRegistry {
  readonly #file: JsonFile<v.InferOutput<typeof DevicesFile>>;
  readonly #suite: SyncSuite;
  readonly #now: () => number;
  readonly #listeners = new Set<DeviceListener>();
  readonly #devices = new Map<string, Device>();
  /** Taken out for their replacements, which are not on the disk yet. */
  readonly #replaced = new Map<string, Device>();
  /** Id of a secret, in hex, to the device that may use it. */
  readonly #bySecret = new Map<string, { device: string; secret: Bytes; kind: SecretKind }>();

  constructor(options: RegistryOptions) {
    this.#suite = options.suite;
    this.#now = options.now;
    this.#file = new JsonFile({
      disk: options.disk,
      file: path.join(options.folder, 'devices.json'),
      version: 1,
      schema: DevicesFile,
      initial: () => ({ devices: [] }),
      now: options.now,
    });
  }

  /** Resolves when nothing is being written any more. */
  idle(): Promise<void> {
    return this.#file.idle();
  }

  /** @returns a notice for the owner, or null. */
  async load(): Promise<string | null> {
    const { value, notice } = await this.#file.load();
    const overdue = this.#now() - CONFIRM_WITHIN_MS;
    for (const device of value.devices) {
      if (device.confirmed || device.pairedAt > overdue) this.#put(device);
    }
    return notice;
  }

  listen(listener: DeviceListener): void {
    this.#listeners.add(listener);
  }

  list(): Device[] {
    return [...this.#devices.values()];
  }

  get(id: string): Device | undefined {
    return this.#devices.get(id);
  }

  byIdentity(identityKey: Bytes): Device | undefined {
    const key = toBase64url(identityKey);
    return this.list().find((device) => device.identityKey === key);
  }

  /** By the 16 bytes that a Hello names; in time that does not depend on the number of devices. */
  find(id: Bytes): Found | undefined {
    const entry = this.#bySecret.get(toHex(id));
    const device = entry === undefined ? undefined : this.#devices.get(entry.device);
    return entry === undefined || device === undefined ? undefined : { ...entry, device };
  }

  /** Adds a device that has just paired; one with the same identity key is replaced. */
  async add(fresh: NewDevice): Promise<Device> {
    const before = this.byIdentity(fresh.identityKey);
    const device: Device = {
      id: typedId(this.#suite.randomBytes(9)),
      identityKey: toBase64url(fresh.identityKey),
      admissionKey: toBase64url(fresh.admissionKey),
      name: this.#unusedName(fresh.name, before?.id),
      platform: plain(fresh.platform),
      right: fresh.right,
      client: fresh.client,
      checkWords: [...fresh.checkWords],
      pairedAt: this.#now(),
      lastSeenAt: this.#now(),
      // The same phone, paired again: what its owner said of it holds.
      owner: before?.owner ?? '',
      expiresAfterDays: before?.expiresAfterDays ?? null,
      confirmed: false,
      suspended: false,
      secret: toBase64url(fresh.secret),
      successors: [],
      retired: [],
    };
    if (before !== undefined) {
      this.#take(before.id);
      this.#replaced.set(before.id, before);
    }
    this.#put(device);
    try {
      await this.#save();
    } catch (error) {
      // Whoever was dropped, or replaced once more, while the disk was asked does not come back.
      if (this.#take(device.id) !== undefined && before !== undefined && this.#replaced.has(before.id))
        this.#put(before);
      throw error;
    } finally {
      if (before !== undefined) this.#replaced.delete(before.id);
    }
    if (before !== undefined) this.#tellDropped(before, 'replaced');
    this.#tell({ act: 'paired', by: 'phone', device, detail: '' });
    this.#tellChanged();
    return device;
  }

  /**
   * A valid handshake in resume mode. `retired`: under a secret that was given up (the device is suspended when that
   * shows a copy). Otherwise the next secret is on the disk when this resolves. Where the disk refuses, what the
   * handshake told stays known until the next start: the host never knows less of a device than the device itself.
   */
  async resumed(id: string, used: Bytes, next: Bytes): Promise<'ok' | 'retired' | 'suspended' | 'gone'> {
    const device = this.#devices.get(id);
    const kind =
      device && secretsOf(device).find(({ secret }) => toBase64url(secret) === toBase64url(used))?.kind;
    if (device === undefined || kind === undefined) return 'gone';
    if (kind === 'retired') {
      if (isCopy(device, used, this.#now()) && !device.suspended) {
        this.#put({ ...device, suspended: true });
        for (const listener of this.#listeners) listener.suspended(id);
        this.#tell({ act: 'suspended', by: 'host', device, detail: '' });
        this.#tellChanged();
        await this.#save();
      }
      return 'retired';
    }
    if (device.suspended) return 'suspended';
    this.#put(afterHandshake(device, used, next, this.#now()));
    this.#tellChanged();
    await this.#save();
    return 'ok';
  }

  /** A sealed frame of it was opened: it holds what it paired for. */
  async confirm(id: string): Promise<void> {
    const device = this.#devices.get(id);
    if (device === undefined || device.confirmed) return;
    this.#put({ ...device, confirmed: true });
    this.#tellChanged();
    await this.#save();
  }

  async rename(id: string, name: string, by: 'desk' | 'phone'): Promise<boolean> {
    const before = await this.#change(id, { name: this.#unusedName(name, id) });
    const device = this.#devices.get(id);
    if (before !== undefined && device !== undefined && device.name !== before.name)
      this.#tell({ act: 'renamed', by, device, detail: before.name });
    return before !== undefined;
  }

  async allow(id: string, right: Right): Promise<boolean> {
    const before = await this.#change(id, { right });
    if (before !== undefined && before.right !== right)
      this.#tell({ act: 'right', by: 'desk', device: before, detail: right });
    return before !== undefined;
  }

  async describe(id: string, wanted: string): Promise<boolean> {
    const owner = plain(wanted).trim().slice(0, 64);
    const before = await this.#change(id, { owner });
    if (before !== undefined && before.owner !== owner)
      this.#tell({ act: 'owner', by: 'desk', device: before, detail: owner });
    return before !== undefined;
  }

  async expire(id: string, expiresAfterDays: number | null): Promise<boolean> {
    const before = await this.#change(id, { expiresAfterDays });
    if (before !== undefined && before.expiresAfterDays !== expiresAfterDays) {
      const detail = expiresAfterDays === null ? '' : String(expiresAfterDays);
      this.#tell({ act: 'expiry', by: 'desk', device: before, detail });
    }
    return before !== undefined;
  }

  /** The owner says that a suspended device is to be trusted again. */
  async restore(id: string): Promise<boolean> {
    const before = await this.#change(id, { suspended: false });
    if (before?.suspended === true) this.#tell({ act: 'restored', by: 'desk', device: before, detail: '' });
    return before !== undefined;
  }

  /**
   * Noted in memory, and written with the next change; at once only where the disk is more than a day behind, so that
   * no phone that was there all the time expires when the host is killed.
   */
  async seen(id: string): Promise<void> {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    const lastSeenAt = this.#now();
    const behind = lastSeenAt - (device.lastSeenAt ?? device.pairedAt);
    this.#put({ ...device, lastSeenAt });
    this.#tellChanged();
    if (behind > DAY_MS) await this.#save();
  }

  /**
   * Drops a device's keys at once, then makes it last: what it has open ends before the disk is asked. When the disk
   * refuses, it stays dropped until the next start, and the caller says so.
   */
  async drop(id: string, why: DropReason): Promise<Device | null> {
    return (await this.dropAll([id], why))[0] ?? null;
  }

  /** Several at once, or every one: all keys are gone before the disk is asked, once. @returns those that there were */
  async dropAll(ids: readonly string[] | 'every', why: DropReason): Promise<Device[]> {
    const wanted = ids === 'every' ? [...this.#devices.keys(), ...this.#replaced.keys()] : ids;
    const dropped: Device[] = [];
    for (const id of wanted) {
      const device = this.#take(id) ?? this.#replaced.get(id);
      if (device === undefined) continue;
      this.#replaced.delete(id);
      dropped.push(device);
    }
    if (dropped.length === 0) return [];
    for (const device of dropped) this.#tellDropped(device, why);
    this.#tellChanged();
    await this.#save();
    return dropped;
  }

  /** Devices that paired and never came through; @returns those that were dropped. */
  async dropUnconfirmed(): Promise<void> {
    const overdue = this.#now() - CONFIRM_WITHIN_MS;
    for (const device of this.list()) {
      if (!device.confirmed && device.pairedAt <= overdue) await this.drop(device.id, 'unconfirmed');
    }
  }

  /**
   * What somebody asked for: undone where the disk refuses, unless it was changed again, or dropped, meanwhile.
   *
   * @returns the device as it was before, if there is one.
   */
  async #change(id: string, fields: Partial<Changeable>): Promise<Device | undefined> {
    const before = this.#devices.get(id);
    if (before === undefined) return undefined;
    this.#put({ ...before, ...fields });
    try {
      await this.#save();
    } catch (error) {
      const now = this.#devices.get(id);
      if (now !== undefined) this.#put(undone(now, fields, before));
      throw error;
    }
    this.#tellChanged();
    return before;
  }

  /** Adds a device, or puts it in the place of what was known of it. */
  #put(device: Device): void {
    this.#forgetSecrets(this.#devices.get(device.id));
    this.#devices.set(device.id, device);
    for (const { secret, kind } of secretsOf(device)) {
      this.#bySecret.set(toHex(secretId(this.#suite, secret)), { device: device.id, secret, kind });
    }
  }

  #take(id: string): Device | undefined {
    const device = this.#devices.get(id);
    this.#devices.delete(id);
    this.#forgetSecrets(device);
    return device;
  }

  #forgetSecrets(device: Device | undefined): void {
    if (device === undefined) return;
    for (const { secret } of secretsOf(device)) this.#bySecret.delete(toHex(secretId(this.#suite, secret)));
  }

  #save(): Promise<void> {
    return this.#file.save(() => ({ devices: this.list() }));
  }

  #unusedName(wanted: string, except?: string): string {
    const base = plain(wanted).trim().slice(0, 64) || 'Phone';
    const taken = new Set(
      this.list()
        .filter(({ id }) => id !== except)
        .map(({ name }) => name.toLowerCase()),
    );
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base.slice(0, 58)} (${n})`;
    return name;
  }

  #tellChanged(): void {
    for (const listener of this.#listeners) listener.changed();
  }

  #tell({ device: { id, name }, ...event }: DeviceEvent): void {
    for (const listener of this.#listeners) listener.happened?.({ ...event, device: { id, name } });
  }

  #tellDropped({ id, name }: Device, why: DropReason | 'replaced'): void {
    for (const listener of this.#listeners) listener.dropped(id, why);
    this.#tell({ act: why, by: DROPPED_BY[why], device: { id, name }, detail: '' });
  }
}

const DROPPED_BY = {
  revoked: 'desk',
  replaced: 'phone',
  left: 'phone',
  unconfirmed: 'host',
  expired: 'host',
} as const;

/** Without what is not seen: control characters, line ends, and marks that turn the direction of what stands behind. */
const plain = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

/** `now` with those of `fields` that it still has as they were `before`. */
function undone(now: Device, fields: Partial<Device>, before: Device): Device {
  const mine = (Object.keys(fields) as (keyof Device)[]).filter((key) => now[key] === fields[key]);
  return { ...now, ...Object.fromEntries(mine.map((key) => [key, before[key]])) };
}

/** The admission key of a device, as the relay is told it. */
export const admissionKeyOf = (device: Device): Bytes => fromBase64url(device.admissionKey);
