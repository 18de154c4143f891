/** Files that phones put on the computer: whole or not at all, bounded, private, and gone when nobody wants them. */
import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Attachments } from '../../../../main/host/attachments/attachments.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { toBase64url } from '../../../../protocol/bytes.ts';
import { ATTACHMENT_PART, type AttachmentPart } from '../../../../protocol/session/attachment.ts';
import { FakeClock } from '../../../relay/fake-clock.ts';

const DAY = 24 * 3600_000;
let folder: string;
let clock: FakeClock;
let attachments: Attachments;
let ids: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-attachments-'));
  clock = new FakeClock();
  ids = 0;
  attachments = await open();
});
afterEach(async () => {
  await attachments.stop();
  await rm(folder, { recursive: true });
});
async function open(disk: Disk = nodeDisk): Promise<Attachments> {
  const opened = new Attachments({
    folder,
    disk,
    clock,
    newId: () => `id${++ids}`,
    failed: (error) => {
      throw error;
    },
  });
  await opened.start();
  return opened;
}

const ID = 'a'.repeat(22);
const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
const whole = (bytes: Uint8Array, more: Partial<AttachmentPart> = {}): AttachmentPart => ({
  attachment: ID,
  name: 'lamp.jpg',
  kind: 'image',
  size: bytes.length,
  at: 0,
  data: toBase64url(bytes),
  ...more,
});
const files = () => readdir(join(folder, 'attachments'));

test('comes in parts, each once, and lies there for its owner only', async () => {
  const bytes = new Uint8Array(ATTACHMENT_PART + 5).fill(7);
  bytes.set(JPEG);
  const parts = [bytes.subarray(0, ATTACHMENT_PART), bytes.subarray(ATTACHMENT_PART)].map((part, at) =>
    whole(part, { at: at * ATTACHMENT_PART, size: bytes.length }),
  );
  expect(await attachments.put('phone', parts[0]!)).toBe(ATTACHMENT_PART);
  expect(attachments.find('phone', [ID])).toBeNull();
  // The answer was lost.
  expect(await attachments.put('phone', parts[0]!)).toBe(ATTACHMENT_PART);
  expect(await attachments.put('phone', parts[1]!)).toBe(bytes.length);
  const [found] = attachments.find('phone', [ID])!;
  expect(found).toEqual({
    path: join(folder, 'attachments', 'id1-lamp.jpg'),
    kind: 'image',
    name: 'lamp.jpg',
  });
  expect(new Uint8Array(await readFile(found!.path))).toEqual(bytes);
  expect((await stat(found!.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'attachments'))).mode & 0o777).toBe(0o700);
  expect(attachments.find('other phone', [ID])).toBeNull();
});

test('a part that is ahead of the rest is asked for again', async () => {
  expect(await attachments.put('phone', whole(JPEG, { at: 4, size: 8 }))).toBe(0);
  expect(await attachments.put('phone', whole(JPEG, { at: 0, size: 8 }))).toBe(4);
});

test.each([
  ['what is no image', whole(Uint8Array.of(1, 2, 3, 4))],
  ['a sound in the same box as a picture', whole(Buffer.from('RIFF1234WAVEfmt '))],
  ['more than was announced', whole(JPEG, { size: 3 })],
  ['what cannot be read', whole(JPEG, { data: '!!!!' })],
])('%s is refused, and nothing of it stays', async (_, part) => {
  expect(await attachments.put('phone', part)).toBe('badAttachment');
  expect(await files()).toEqual([]);
  expect(attachments.find('phone', [ID])).toBeNull();
});

test('one name cannot become another file', async () => {
  await attachments.put('phone', whole(JPEG, { size: 8 }));
  expect(await attachments.put('phone', whole(JPEG, { at: 4, size: 8, kind: 'file' }))).toBe('badAttachment');
});

test('a name becomes a plain one, and leads nowhere else', async () => {
  await attachments.put('phone', whole(JPEG, { name: '../../.ssh/ä b\n$(id).png' }));
  const [found] = attachments.find('phone', [ID])!;
  expect(found!.path).toBe(join(folder, 'attachments', 'id1-ssh_b_id_.png'));
  expect(found!.name).toBe('../../.ssh/ä b\n$(id).png');
});

test('each device has its own bounds', async () => {
  const many = (device: string) =>
    Promise.all(
      Array.from({ length: 21 }, (_, at) =>
        attachments.put(device, whole(JPEG, { attachment: `${at}`.padEnd(22, 'x') })),
      ),
    );
  expect((await many('phone')).filter((answer) => answer === 'tooManyAttachments')).toHaveLength(1);
  expect((await many('tablet')).filter((answer) => answer === 'tooManyAttachments')).toHaveLength(1);
  const large = (name: string) => whole(JPEG, { attachment: name.padEnd(22, 'y'), size: 20 * 1024 * 1024 });
  for (const name of ['a', 'b', 'c']) expect(await attachments.put('third', large(name))).toBe(4);
  expect(await attachments.put('third', large('d'))).toBe('tooManyAttachments');
});

test('goes with its device, with its hour, and after a week of use', async () => {
  await attachments.put('phone', whole(JPEG));
  attachments.forgetDevice('phone');
  await attachments.stop();
  expect(await files()).toEqual([]);

  attachments = await open();
  await attachments.put('phone', whole(JPEG));
  const [used] = attachments.find('phone', [ID])!;
  attachments.sent('phone', [ID]);
  await attachments.put('phone', whole(JPEG));
  clock.advance(2 * 3600_000);
  await attachments.start();
  expect(await files()).toEqual([used!.path.split('/').at(-1)]);

  await utimes(used!.path, 0, clock.now() / 1000);
  clock.advance(8 * DAY);
  await attachments.start();
  expect(await files()).toEqual([]);
});

test('what is taken back while the rest is looked through is no fault', async () => {
  const listed: string[] = [];
  const disk: Disk = {
    ...nodeDisk,
    list: async (place) => {
      listed.push(place);
      return ['taken-back.jpg', ...(await nodeDisk.list(place))];
    },
  };
  const looking = await open(disk);
  await looking.put('phone', whole(JPEG));
  looking.sent('phone', [ID]);
  const [left] = await files();
  await utimes(join(folder, 'attachments', left!), 0, clock.now() / 1000);
  clock.advance(8 * DAY);
  await looking.stop();
  expect(listed).toHaveLength(2);
  expect(await files()).toEqual([]);
});

test('nothing is looked through once it has stopped', async () => {
  const last = attachments.start();
  await attachments.stop();
  await last;
  await rm(join(folder, 'attachments'), { recursive: true });
  clock.advance(8 * DAY);
  await attachments.stop();
  expect(await readdir(folder)).toEqual([]);
});
