import { describe, expect, test, vi } from 'vitest';
import { type Disk, nodeDisk } from '../../../main/host/files/disk.ts';
import { memoryStore } from '../../../phone/client/device-store.ts';
import { PATIENCE } from '../../patience.ts';
import { hostEach } from './each-host.ts';
import { startHost } from './host-fixture.ts';
import { until } from './node-device.ts';

const each = hostEach();

describe('revoking', () => {
  test('closes the channel, is refused by the relay, and other phones notice nothing', async () => {
    const [gone, stays] = [await each.device('Gone'), await each.device('Stays')];
    await stays.connection.call('home/open', {});
    const { id } = (await each.fixture.host.api.snapshot()).devices.find(({ name }) => name === 'Gone')!;
    expect(await each.fixture.host.api.run('device/revoke', { id })).toEqual({
      ok: true,
      value: { name: 'Gone' },
    });
    await until(gone, (state) => state.kind === 'refused');
    expect(gone.connection.state()).toMatchObject({ reason: 'revoked' });
    expect(stays.states.filter(({ kind }) => kind !== 'connected')).toEqual([]);
    expect(await stays.connection.call('session/ping', {})).toEqual({});
    expect((await each.fixture.host.api.snapshot()).devices.map(({ name }) => name)).toEqual(['Stays']);
  });

  test('holds against a phone that ignores what it was told', async () => {
    const phone = await each.device();
    const record = (await phone.store.load(phone.connection.facts.id))!;
    const { id } = (await each.fixture.host.api.snapshot()).devices[0]!;
    await each.fixture.host.api.run('device/revoke', { id });
    const stubborn = memoryStore();
    await stubborn.change(record.hostId, () => record);
    // It can only be told that no such host is here: the relay admits its key no more.
    await expect.poll(async () => (await phone.store.load(record.hostId))?.revoked).toBe(true);
    const { connectToHost } = await import('../../../phone/client/host-connection.ts');
    const connection = connectToHost({ environment: phone.environment, store: stubborn, record });
    await vi.waitFor(
      () => expect(connection.state()).toMatchObject({ kind: 'broken', leg: 'host' }),
      PATIENCE,
    );
    connection.close();
  });

  test('on a disk that is full cuts the phone off, and says what that is worth', async () => {
    let full = false;
    await each.fixture.close();
    const writeDurably: Disk['writeDurably'] = (file, data) =>
      full
        ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
        : nodeDisk.writeDurably(file, data);
    each.fixture = await startHost({}, { disk: { ...nodeDisk, writeDurably } });
    const phone = await each.device();
    const { id } = (await each.fixture.host.api.snapshot()).devices[0]!;
    full = true;
    expect(await each.fixture.host.api.run('device/revoke', { id })).toMatchObject({
      refusal: { code: 'storage', message: expect.stringContaining('after a restart') },
    });
    await until(phone, (state) => state.kind === 'refused');
    full = false;
  });

  test('is for good over a restart', async () => {
    const phone = await each.device();
    const { id } = (await each.fixture.host.api.snapshot()).devices[0]!;
    await each.fixture.host.api.run('device/revoke', { id });
    phone.close();
    await each.fixture.restart();
    expect((await each.fixture.host.api.snapshot()).devices).toEqual([]);
  });

  test('a phone that leaves by itself is told goodbye and forgotten', async () => {
    const phone = await each.device();
    expect(await phone.connection.call('device/leave', {})).toEqual({});
    await until(phone, (state) => state.kind === 'refused');
    expect((await each.fixture.host.api.snapshot()).devices).toEqual([]);
  });
});
