import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { JournalFile } from '../../../../main/host/files/journal.ts';
import { type Answer, MAX_KEPT, Requests } from '../../../../main/host/session/requests.ts';
import { nodeSuite } from '../../../../protocol/node/suite.ts';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-requests-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

async function open(disk: Disk = nodeDisk, now = () => 1000): Promise<Requests> {
  const journal = new JournalFile(disk, path.join(folder, 'requests.jsonl'));
  const requests = new Requests({ journal, suite: nodeSuite, now });
  await requests.load();
  return requests;
}
function counted(answer: Answer = { ok: true, result: { turn: 't1' } }) {
  const act = Object.assign(
    async () => {
      act.runs++;
      return answer;
    },
    { runs: 0 },
  );
  return act;
}

describe('said once, done once', () => {
  test('the same request twice runs once, with one answer, also while the first still runs', async () => {
    const requests = await open();
    const act = counted();
    const answers = await Promise.all(
      [1, 2, 3].map(() => requests.run('phone', 'r1', ['turn/start', 'x'], act)),
    );
    expect(act.runs).toBe(1);
    expect(answers).toEqual(Array(3).fill({ ok: true, result: { turn: 't1' } }));
  });

  test('after a restart it is answered from the disk', async () => {
    const first = counted();
    await (await open()).run('phone', 'r1', ['turn/start', 'x'], first);
    const second = counted();
    expect(await (await open()).run('phone', 'r1', ['turn/start', 'x'], second)).toEqual({
      ok: true,
      result: { turn: 't1' },
    });
    expect(second.runs).toBe(0);
  });

  test('the same id with another request is refused; the same id of another device is another request', async () => {
    const requests = await open();
    const act = counted();
    await requests.run('phone', 'r1', ['turn/start', 'x'], act);
    expect(await requests.run('phone', 'r1', ['turn/start', 'y'], act)).toMatchObject({
      code: 'requestConflict',
    });
    expect(await requests.run('tablet', 'r1', ['turn/start', 'x'], act)).toMatchObject({ ok: true });
    expect(act.runs).toBe(2);
  });

  test('what a crash cut short is unknown, and never run again', async () => {
    const requests = await open();
    // The process dies while it acts: the beginning is on the disk, the answer is not.
    void requests.run('phone', 'r1', ['turn/start', 'x'], () => new Promise<Answer>(() => {}));
    await expect.poll(() => fs.readFile(path.join(folder, 'requests.jsonl'), 'utf8')).toContain('r1');
    const act = counted();
    expect(await (await open()).run('phone', 'r1', ['turn/start', 'x'], act)).toMatchObject({
      code: 'unknownOutcome',
    });
    expect(act.runs).toBe(0);
  });

  test('nothing runs when its beginning cannot be written, and it can be said again', async () => {
    let full = true;
    const requests = await open({
      ...nodeDisk,
      appendDurably: (file, data) =>
        full ? Promise.reject(new Error('full')) : nodeDisk.appendDurably(file, data),
    });
    const act = counted();
    expect(await requests.run('phone', 'r1', ['x'], act)).toMatchObject({ code: 'storage' });
    expect(act.runs).toBe(0);
    full = false;
    expect(await requests.run('phone', 'r1', ['x'], act)).toMatchObject({ ok: true });
    expect(act.runs).toBe(1);
  });

  test('a bug while it acts is unknown to whoever asks again', async () => {
    const requests = await open();
    await expect(requests.run('phone', 'r1', ['x'], () => Promise.reject(new Error('bug')))).rejects.toThrow(
      'bug',
    );
    expect(await requests.run('phone', 'r1', ['x'], counted())).toMatchObject({ code: 'unknownOutcome' });
  });

  test('requests a day older than the latest are forgotten at the next start', async () => {
    const later = () => 1000 + 25 * 60 * 60_000;
    await (await open()).run('phone', 'r1', ['x'], counted());
    await (await open(nodeDisk, later)).run('phone', 'r2', ['y'], counted());
    await open(nodeDisk, later);
    const kept = await fs.readFile(path.join(folder, 'requests.jsonl'), 'utf8');
    expect([kept.includes('"r1"'), kept.includes('"r2"')]).toEqual([false, true]);
  });

  test('a clock that is set ahead between two runs forgets nothing that a phone may say again', async () => {
    await (await open()).run('phone', 'r1', ['x'], counted());
    const act = counted();
    const requests = await open(nodeDisk, () => 1000 + 25 * 60 * 60_000);
    expect(await requests.run('phone', 'r1', ['x'], act)).toEqual({ ok: true, result: { turn: 't1' } });
    expect(act.runs).toBe(0);
  });

  test('a device that floods the host forgets its own requests, not those of others', async () => {
    const requests = await open({ ...nodeDisk, appendDurably: async () => {} });
    const act = counted();
    await requests.run('phone', 'mine', ['turn/start', 'x'], act);
    for (let n = 0; n <= MAX_KEPT; n++) await requests.run('flood', `r${n}`, ['turn/stop'], act);
    const again = counted();
    await requests.run('phone', 'mine', ['turn/start', 'x'], again);
    expect(again.runs).toBe(0);
    await requests.run('flood', 'r0', ['turn/stop'], again);
    expect(again.runs).toBe(1);
  });
});
