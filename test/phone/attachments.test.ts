import { beforeEach, expect, it } from 'vitest';
import { Attachments } from '../../phone/state/attachments.ts';
import * as words from '../../phone/text/attaching.ts';
import { fromBase64url } from '../../protocol/bytes.ts';
import { ATTACHMENT_LIMIT, ATTACHMENT_PART, MAX_ATTACHED } from '../../protocol/session/attachment.ts';
import { ERRORS } from '../../protocol/session/errors.ts';
import { ScriptedHost } from './scripted-host.ts';

let host: ScriptedHost;
let attachments: Attachments;
beforeEach(() => {
  host = new ScriptedHost();
  attachments = new Attachments(host);
});
/** What is attached has come so far; a file is read by the system, which takes as long as it takes. */
const stand = (...states: readonly string[]) =>
  expect.poll(() => there().map(({ state }) => state)).toEqual(states);
const answered = () => new Promise((resolve) => setImmediate(resolve));
const file = (length: number, type = 'text/plain') =>
  new File([new Uint8Array(length).fill(9)], 'notes', { type });
/** One that was deleted after it was chosen. */
const gone = () => {
  const it = file(5);
  it.slice = () => {
    const part = new Blob();
    part.arrayBuffer = () => Promise.reject(new DOMException('It is gone.', 'NotFoundError'));
    return part;
  };
  return it;
};
const asIs = async (photo: Blob) => photo;
const none = async () => null;
const parts = () =>
  host.calls
    .filter(({ method }) => method === 'attachment/put')
    .map(
      ({ params }) => params as { attachment: string; at: number; data: string; kind: string; size: number },
    );
const there = () => attachments.places.get().get('t1') ?? [];
const connect = () => {
  host.connect();
  attachments.connected();
};

it('goes to the host part by part, whole, and is sent by its id', async () => {
  connect();
  attachments.add('t1', [file(2 * ATTACHMENT_PART + 10)], none);
  await stand('ready');
  expect(parts().map(({ at }) => at)).toEqual([0, ATTACHMENT_PART, 2 * ATTACHMENT_PART]);
  expect(parts().map(({ data }) => fromBase64url(data).length)).toEqual([
    ATTACHMENT_PART,
    ATTACHMENT_PART,
    10,
  ]);
  expect(there()).toMatchObject([{ kind: 'file', state: 'ready', there: 2 * ATTACHMENT_PART + 10 }]);
  expect(attachments.take('t1')).toEqual([parts()[0]!.attachment]);
  expect(there()).toEqual([]);
});

it('waits for a connection, and goes on after a cut', async () => {
  attachments.add('t1', [file(ATTACHMENT_PART + 1)], none);
  await stand('sending');
  expect(there()).toMatchObject([{ there: 0 }]);
  host.cutAfter.add('attachment/put');
  connect();
  await expect.poll(parts).toHaveLength(1);
  await answered();
  expect(there()).toMatchObject([{ state: 'sending' }]);
  attachments.disconnected();
  connect();
  await stand('ready');
  // The part whose answer was lost is sent once more under the same id.
  expect(parts().map(({ at }) => at)).toEqual([0, 0, ATTACHMENT_PART]);
  expect(new Set(parts().map(({ attachment }) => attachment)).size).toBe(1);
});

it('a photo is what was made of it; what only calls itself one is a file', async () => {
  connect();
  attachments.add('t1', [file(500, 'image/png')], async () => new Blob([new Uint8Array(20)]));
  attachments.add('t1', [file(500, 'image/x-odd')], none);
  await stand('ready', 'ready');
  expect(there().map(({ kind, size }) => [kind, size])).toEqual([
    ['image', 20],
    ['file', 500],
  ]);
  expect(
    parts()
      .map(({ kind, size }) => `${kind} ${size}`)
      .sort(),
  ).toEqual(['file 500', 'image 20']);
});

it('what is too large, empty, unreadable or refused says why, and goes with nothing', async () => {
  connect();
  host.refusals.set('attachment/put', 'tooManyAttachments');
  attachments.add('t1', [file(5)], none);
  await stand('failed');
  attachments.add('t1', [file(0), file(ATTACHMENT_LIMIT + 1), gone()], asIs);
  await stand('failed', 'failed', 'failed', 'failed');
  expect(there().map(({ problem }) => problem)).toEqual([
    ERRORS.tooManyAttachments,
    words.empty,
    words.tooLarge,
    words.unreadable,
  ]);
  expect(attachments.take('t1')).toEqual([]);
});

it('takes no more than go with a message, and forgets what is removed on both sides', async () => {
  connect();
  const many = Array.from({ length: MAX_ATTACHED + 2 }, () => file(5));
  expect(attachments.add('t1', many, none)).toBe(2);
  await stand(...Array.from({ length: MAX_ATTACHED }, () => 'ready'));
  const [first] = there();
  attachments.remove('t1', first!.id);
  await answered();
  expect(host.calls.at(-1)).toEqual({ method: 'attachment/remove', params: { attachment: first!.id } });
  expect(there()).toHaveLength(MAX_ATTACHED - 1);
});
