/**
 * A D-Bus session bus: what a Linux desktop with a place for tray icons or none, and with a power manager or none, says to
 * who asks for it. Speaks as much of the protocol as that takes.
 */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface SessionBus {
  /** For `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string;
  /** Whether a service runs that keeps the computer awake when it is asked to; from now on. True at first. */
  keepsAwake(runs: boolean): void;
  close(): Promise<void>;
}

export interface SessionBusOptions {
  /** What the tray watcher says of itself; undefined: there is none. */
  readonly trayPlace: boolean | undefined;
  /** In the byte order of a big-endian service. */
  readonly bigEndian?: boolean;
  /** One byte at a time, as a slow bus might. */
  readonly slow?: boolean;
}

const aligned = (offset: number, to: number): number => Math.ceil(offset / to) * to;

export async function startSessionBus({
  trayPlace,
  bigEndian = false,
  slow = false,
}: SessionBusOptions): Promise<SessionBus> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bus-'));
  const file = path.join(folder, 'bus');

  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  const text = (value: string): Buffer => Buffer.concat([number(value.length), Buffer.from(`${value}\0`)]);
  const padded = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length, 8) - bytes.length)]);
  const field = (code: number, type: string, value: Buffer): Buffer =>
    Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value]);
  /** `type`: 2 an answer, 3 an error, 4 a signal. The sender comes first: a reader has to step over it. */
  const message = (type: number, replyTo: number, more: Buffer[], body: Buffer): Buffer => {
    const all = [
      field(7, 's', text('org.freedesktop.DBus')),
      ...(replyTo > 0 ? [field(5, 'u', number(replyTo))] : []),
      ...more,
    ];
    // What stands behind the last one does not count as theirs.
    const fields = Buffer.concat(all.map((bytes, i) => (i < all.length - 1 ? padded(bytes) : bytes)));
    const head = Buffer.from([bigEndian ? 0x42 : 0x6c, type, 1, 1]);
    const start = Buffer.concat([head, number(body.length), number(7), number(fields.length), fields]);
    return Buffer.concat([padded(start), body]);
  };
  const signature = (of: string): Buffer =>
    field(8, 'g', Buffer.from([of.length, ...Buffer.from(`${of}\0`)]));
  let runs = true;
  const answerTo = (serial: number, asked: string): Buffer => {
    if (serial === 1) {
      const acquired = message(4, 0, [field(3, 's', text('NameAcquired')), signature('s')], text(':1.7'));
      return Buffer.concat([message(2, serial, [signature('s')], text(':1.7')), acquired]);
    }
    if (asked.includes('NameHasOwner')) {
      const owned = runs && asked.includes('org.freedesktop.PowerManagement');
      return message(2, serial, [signature('b')], number(owned ? 1 : 0));
    }
    if (trayPlace === undefined) {
      const unknown = 'org.freedesktop.DBus.Error.ServiceUnknown';
      return message(3, serial, [field(4, 's', text(unknown)), signature('s')], text('No such service'));
    }
    const value = Buffer.concat([Buffer.from('\x01b\0\0', 'latin1'), number(trayPlace ? 1 : 0)]);
    return message(2, serial, [signature('v')], value);
  };

  const server = net.createServer((socket) => {
    let received = Buffer.alloc(0);
    let begun = false;
    const say = (bytes: Buffer): void => {
      if (slow) for (const byte of bytes) socket.write(Buffer.from([byte]));
      else socket.write(bytes);
    };
    socket.on('error', () => socket.destroy());
    socket.on('data', (data) => {
      received = Buffer.concat([received, data]);
      while (!begun && received.includes('\r\n')) {
        const line = received.subarray(0, received.indexOf('\r\n')).toString('latin1');
        received = received.subarray(line.length + 2);
        if (line === 'BEGIN') begun = true;
        else
          say(
            Buffer.from(
              /^\0AUTH EXTERNAL [0-9a-f]+$/.test(line) ? 'OK 0123abcd\r\n' : 'REJECTED EXTERNAL\r\n',
            ),
          );
      }
      while (begun && received.length >= 16) {
        const length = aligned(16 + received.readUInt32LE(12), 8) + received.readUInt32LE(4);
        if (received.length < length) return;
        say(answerTo(received.readUInt32LE(8), received.toString('latin1', 0, length)));
        received = received.subarray(length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  return {
    address: `unix:path=${file},guid=0123abcd`,
    keepsAwake: (on) => {
      runs = on;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          fs.rmSync(folder, { recursive: true, force: true });
          resolve();
        });
      }),
  };
}
