import { afterEach, beforeEach, expect, test } from 'vitest';
import { takesStayAwake } from '../../../main/desktop/stay-awake-service.ts';
import { type SessionBus, startSessionBus } from '../../electron-double/session-bus.ts';

let bus: SessionBus;
beforeEach(async () => {
  bus = await startSessionBus({ trayPlace: undefined });
});
afterEach(() => bus.close());

const onBus = () => takesStayAwake('linux', { DBUS_SESSION_BUS_ADDRESS: bus.address });

test('a desktop with a power manager takes it, and one without does not', async () => {
  expect(await onBus()).toBe(true);
  bus.keepsAwake(false);
  expect(await onBus()).toBe(false);
  bus.keepsAwake(true);
  expect(await onBus()).toBe(true);
});

test('a service that answers in the other byte order is understood', async () => {
  const other = await startSessionBus({ trayPlace: undefined, bigEndian: true });
  try {
    const ask = () => takesStayAwake('linux', { DBUS_SESSION_BUS_ADDRESS: other.address });
    expect(await ask()).toBe(true);
    other.keepsAwake(false);
    expect(await ask()).toBe(false);
  } finally {
    await other.close();
  }
});

test('without a session bus nobody does; of one that does not answer nothing is said', async () => {
  expect(await takesStayAwake('linux', {})).toBe(false);
  expect(await takesStayAwake('linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' })).toBe(
    true,
  );
});

test('macOS and Windows always take it', async () => {
  expect(await takesStayAwake('darwin', {})).toBe(true);
  expect(await takesStayAwake('win32', {})).toBe(true);
});
