import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../../main/contract/contract.ts';
import { LocalClient } from '../../../../main/host/local-socket/client.ts';
import { type LocalSocket, serveLocalSocket } from '../../../../main/host/local-socket/server.ts';
import { HostDouble } from './host-double.ts';

let folder: string;
let served: LocalSocket | undefined;
let fake: Server | undefined;
let client: LocalClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-client-'));
});
afterEach(async () => {
  client?.close();
  await served?.close();
  fake?.close();
  served = fake = client = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function connectTo(host: HostDouble) {
  served = await serveLocalSocket({ api: host, folder, version: '0.1.0' });
  client = await LocalClient.connect(folder);
  return client;
}

/** A host that says these lines to whoever comes. */
async function connectToLines(...lines: string[]) {
  fake = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(lines.map((line) => `${line}\n`).join(''));
  });
  await new Promise<void>((resolve) => fake?.listen(join(folder, 'control.sock'), resolve));
  client = await LocalClient.connect(folder);
  return client;
}

const HELLO = '{"outpost":1,"version":"0.1.0"}';

describe('LocalClient', () => {
  it('gives a host’s snapshot', async () => {
    const host = new HostDouble();
    const api = await connectTo(host);
    expect(await api.snapshot()).toEqual(host.state);
  });

  it('runs commands, and gives results and refusals', async () => {
    const host = new HostDouble();
    host.handler = (_, params: { id: string }) =>
      params.id === 'd1'
        ? { ok: true, value: { name: 'iPhone' } }
        : { ok: false, refusal: { code: 'unknownDevice', message: 'No such phone.' } };
    const api = await connectTo(host);
    expect(await api.run('device/revoke', { id: 'd1' })).toEqual({ ok: true, value: { name: 'iPhone' } });
    expect(await api.run('device/revoke', { id: 'd2' })).toEqual({
      ok: false,
      refusal: { code: 'unknownDevice', message: 'No such phone.' },
    });
  });

  it('hears of changes until it unsubscribes', async () => {
    const host = new HostDouble();
    const api = await connectTo(host);
    const heard: Change[] = [];
    const unsubscribe = api.subscribe((change) => heard.push(change));
    await expect.poll(() => host.listeners.size).toBe(1);
    host.set('pairing', { state: 'expired' });
    await expect.poll(() => heard).toEqual([{ slice: 'pairing', value: { state: 'expired' } }]);
    unsubscribe();
    host.set('pairing', { state: 'none' });
    expect((await api.snapshot()).pairing).toEqual({ state: 'none' });
    expect(heard).toHaveLength(1);
  });

  it('says that no host runs: on a fresh folder, and after one was killed', async () => {
    const notRunning = { code: 'noHost', message: expect.stringContaining('outpost start') };
    await expect(LocalClient.connect(folder)).rejects.toMatchObject(notRunning);
    await expect(LocalClient.connect(join(folder, 'missing'))).rejects.toMatchObject(notRunning);
  });

  it('tells whoever waits when the host ends', async () => {
    const host = new HostDouble();
    host.handler = () => new Promise(() => undefined);
    const api = await connectTo(host);
    const answer = api.run('pairing/open', {});
    await expect.poll(() => host.ran.length).toBe(1);
    await served?.close();
    await expect(answer).rejects.toMatchObject({ code: 'lost' });
    await expect(api.snapshot()).rejects.toMatchObject({ code: 'lost' });
    await api.ended();
  });
});

describe('a host of another version, or no host at all', () => {
  it.each([
    ['a newer hello', '{"outpost":2,"version":"9.0.0"}'],
    ['no hello', '{"id":1,"ok":true,"value":{}}'],
    ['no JSON', 'SSH-2.0-OpenSSH_9.2'],
  ])('is told apart by %s', async (_, line) => {
    await expect(connectToLines(line)).rejects.toMatchObject({
      code: 'otherVersion',
      message: expect.stringContaining('another version'),
    });
  });

  it.each([
    ['a state of another shape', '{"id":1,"ok":true,"value":{"host":7}}'],
    ['an answer that nobody asked for', '{"id":99,"ok":true,"value":{}}'],
    ['an error without an id', '{"id":null,"ok":false,"refusal":{"code":"malformed","message":""}}'],
    ['an unknown slice', '{"change":{"slice":"weather","value":1}}'],
    ['something else', '[]'],
  ])('ends a request at %s', async (_, line) => {
    const api = await connectToLines(HELLO, line);
    await expect(api.snapshot()).rejects.toMatchObject({ name: 'LocalSocketError' });
  });
});
