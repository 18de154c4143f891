import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { hasTrayPlace } from '../../../main/desktop/tray-place.ts';
import {
  type SessionBus,
  type SessionBusOptions,
  startSessionBus,
} from '../../electron-double/session-bus.ts';

const buses: SessionBus[] = [];
afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

async function onBus(options: SessionBusOptions): Promise<boolean> {
  const bus = await startSessionBus(options);
  buses.push(bus);
  return hasTrayPlace('linux', { DBUS_SESSION_BUS_ADDRESS: bus.address });
}

test.each([
  [{ trayPlace: true }, true],
  [{ trayPlace: true, bigEndian: true }, true],
  [{ trayPlace: true, slow: true }, true],
  [{ trayPlace: false }, false],
  [{ trayPlace: undefined }, false],
] as const)('a desktop whose bus says %j: %s', async (options, expected) => {
  expect(await onBus(options)).toBe(expected);
});

test('no bus, no place', async () => {
  expect(await hasTrayPlace('linux', {})).toBe(false);
  for (const address of ['', 'tcp:host=localhost', 'unix:path=/nonexistent/bus', 'unix:tmpdir=/tmp', ';;'])
    expect(await hasTrayPlace('linux', { DBUS_SESSION_BUS_ADDRESS: address })).toBe(false);
});

test('the bus is looked for where systemd puts it', async () => {
  const bus = await startSessionBus({ trayPlace: true });
  buses.push(bus);
  const folder = path.dirname(/path=([^,]+)/.exec(bus.address)![1]!);
  expect(await hasTrayPlace('linux', { XDG_RUNTIME_DIR: folder })).toBe(true);
});

test('what is no bus is none: it talks nonsense, or without end, or hangs up', async () => {
  const answers = [
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    'OK \r\n'.concat('x'.repeat(200_000)),
    'x'.repeat(200_000),
    '',
  ];
  for (const [i, answer] of answers.entries()) {
    const file = path.join(os.tmpdir(), `no-bus-${process.pid}-${i}`);
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.resume();
      if (answer === '') socket.end();
      else socket.write(answer);
    });
    await new Promise<void>((resolve) => server.listen(file, resolve));
    expect(await hasTrayPlace('linux', { DBUS_SESSION_BUS_ADDRESS: `unix:path=${file}` })).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  }
});

test('macOS and Windows always have one', async () => {
  expect(await hasTrayPlace('darwin', {})).toBe(true);
  expect(await hasTrayPlace('win32', {})).toBe(true);
});
