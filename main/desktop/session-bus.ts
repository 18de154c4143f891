/**
 * Asks the D-Bus session bus for one boolean: a property of a service, or whether there is that service. It is all that this
 * program wants of it, so there is no library. D-Bus specification 0.43: "Authentication Protocol", "Message Protocol".
 */
import net from 'node:net';
import path from 'node:path';

export interface BusProperty {
  /** Well-known name of the service. It is not started for this. */
  readonly service: string;
  readonly path: string;
  readonly interface: string;
  readonly property: string;
}

/** The bus answers at once or is not one; the window of the program waits for it. */
const WITHIN_MS = 2000;
/** A bus says its name, a boolean and maybe an error. */
const MAX_ANSWER = 64 * 1024;

const HELLO = 1;
const ASK = 2;

/** As in `DBUS_SESSION_BUS_ADDRESS`, or where systemd has it; undefined: this session has none. */
export const sessionBusAddress = (env: NodeJS.ProcessEnv): string | undefined =>
  env.DBUS_SESSION_BUS_ADDRESS ||
  (env.XDG_RUNTIME_DIR ? `unix:path=${path.join(env.XDG_RUNTIME_DIR, 'bus')}` : undefined);

/**
 * @param address as `sessionBusAddress` has it
 * @returns the property, or undefined when there is no bus, no such service, or no such property
 */
export const readBusProperty = (address: string, wanted: BusProperty): Promise<boolean | undefined> =>
  ask(address, get(wanted));

/** @returns whether a service of this well-known name runs, or undefined when there is no bus. It is not started for this. */
export const hasBusName = (address: string, name: string): Promise<boolean | undefined> =>
  ask(address, ofTheBus(ASK, 'NameHasOwner', [name]));

function ask(address: string, question: Buffer): Promise<boolean | undefined> {
  const place = socketOf(address);
  if (place === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    let greeted = false;
    const socket = net.connect(place);
    const end = (value: boolean | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(value);
    };
    const timer = setTimeout(() => end(undefined), WITHIN_MS);
    socket.on('error', () => end(undefined));
    socket.on('close', () => end(undefined));
    socket.on('connect', () => socket.write(`\0AUTH EXTERNAL ${hex(String(process.getuid?.() ?? 0))}\r\n`));
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      if (received.length > MAX_ANSWER) return end(undefined);
      if (!greeted) {
        const line = received.indexOf('\r\n');
        if (line < 0) return;
        if (!received.subarray(0, line).toString('latin1').startsWith('OK ')) return end(undefined);
        received = received.subarray(line + 2);
        greeted = true;
        socket.write(Buffer.concat([Buffer.from('BEGIN\r\n'), ofTheBus(HELLO, 'Hello', []), question]));
      }
      for (;;) {
        const message = readMessage(received);
        if (message === undefined) return;
        received = received.subarray(message.length);
        if (message.replyTo === ASK) return end(message.value);
      }
    });
  });
}

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

/** Of the first Unix socket that an address names, `@` standing for an abstract one's first byte as in Node. */
function socketOf(address: string): string | undefined {
  for (const server of address.split(';')) {
    const [, kind, value] = /^unix:(?:[^,]*,)*(path|abstract)=([^,]+)/.exec(server) ?? [];
    if (value === undefined) continue;
    const path = value.replace(/%([0-9a-f]{2})/gi, (_, byte: string) =>
      String.fromCharCode(Number.parseInt(byte, 16)),
    );
    return kind === 'abstract' ? `\0${path}` : path;
  }
  return undefined;
}

const aligned = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** A length, the text and a zero byte. */
function string(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.alloc(4 + length + 1);
  bytes.writeUInt32LE(length);
  bytes.write(text, 4);
  return bytes;
}

/** Code and type of the header's fields that a call has. */
const FIELDS = { path: [1, 'o'], interface: [2, 's'], member: [3, 's'], destination: [6, 's'] } as const;
const SIGNATURE = 8;

const field = (code: number, type: string, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value]);

const EMPTY = Buffer.alloc(0);

/** With zeros behind it, up to where the next thing may begin. */
const padded = (bytes: Buffer, to = 8): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length, to) - bytes.length)]);

function call(serial: number, to: Record<keyof typeof FIELDS, string>, args: readonly string[]): Buffer {
  const fields = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map((name) => {
    const [code, type] = FIELDS[name];
    return field(code, type, string(to[name]));
  });
  const types = `${String.fromCharCode(args.length)}${'s'.repeat(args.length)}\0`;
  if (args.length > 0) fields.push(field(SIGNATURE, 'g', Buffer.from(types, 'latin1')));
  // Each field begins at a multiple of 8; what stands behind the last one does not count as theirs.
  const array = Buffer.concat(fields.map((bytes, i) => (i < fields.length - 1 ? padded(bytes) : bytes)));
  const body = args.map(string).reduce((before, text) => Buffer.concat([padded(before, 4), text]), EMPTY);
  const head = Buffer.alloc(16);
  // Little endian, a call, "no auto start", version 1.
  head.set([0x6c, 1, 2, 1]);
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(serial, 8);
  head.writeUInt32LE(array.length, 12);
  return Buffer.concat([padded(Buffer.concat([head, array])), body]);
}

const BUS = 'org.freedesktop.DBus';
const ofTheBus = (serial: number, member: string, args: readonly string[]): Buffer =>
  call(serial, { path: '/org/freedesktop/DBus', interface: BUS, member, destination: BUS }, args);
const get = (wanted: BusProperty): Buffer =>
  call(
    ASK,
    {
      path: wanted.path,
      interface: `${BUS}.Properties`,
      member: 'Get',
      destination: wanted.service,
    },
    [wanted.interface, wanted.property],
  );

interface Answer {
  /** Of the whole message, bytes. */
  readonly length: number;
  readonly replyTo: number | undefined;
  /** The boolean, bare or in its variant; undefined for an error and for anything else. */
  readonly value: boolean | undefined;
}

const RETURN = 2;

/** @returns undefined while the message is not whole */
function readMessage(bytes: Buffer): Answer | undefined {
  if (bytes.length < 16) return undefined;
  const number = (at: number): number =>
    bytes[0] === 0x6c ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const body = aligned(16 + number(12), 8);
  const length = body + number(4);
  if (bytes.length < length) return undefined;
  const isVariant = length >= body + 8 && bytes.toString('latin1', body, body + 3) === '\x01b\0';
  const at = isVariant ? body + 4 : length === body + 4 ? body : undefined;
  return {
    length,
    replyTo: replyTo(bytes, 16 + number(12), number),
    value: bytes[1] === RETURN && at !== undefined ? number(at) === 1 : undefined,
  };
}

/** Of the fields, each a code and a variant of one basic type, only the one that says which call is answered. */
function replyTo(bytes: Buffer, end: number, number: (at: number) => number): number | undefined {
  let at = 16;
  while (at + 8 <= end) {
    const [code, , type] = bytes.subarray(at, at + 3);
    const value = at + 4;
    if (code === 5) return number(value);
    const letter = String.fromCharCode(type ?? 0);
    if (letter === 'u') at = value + 4;
    else if (letter === 'g') at = value + (bytes[value] ?? 0) + 2;
    else at = value + 4 + number(value) + 1;
    at = aligned(at, 8);
  }
  return undefined;
}
