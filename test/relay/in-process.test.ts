import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { connectedPair } from '../../relay/in-process.ts';

/** All that can be read until the end. */
async function all(end: Duplex): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of end) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('a connection within one process', () => {
  test('carries both ways, in order, to the end', async () => {
    const [one, two] = connectedPair();
    const [there, back] = [all(two), all(one)];
    for (let n = 0; n < 1000; n++) {
      one.write(Buffer.from(`${n} `));
      two.write(Buffer.from(`${-n} `));
    }
    one.end();
    two.end();
    expect((await there).toString()).toBe(Array.from({ length: 1000 }, (_, n) => `${n} `).join(''));
    expect((await back).toString()).toBe(Array.from({ length: 1000 }, (_, n) => `${-n} `).join(''));
  });

  test('delivers nothing inside the call that writes it', async () => {
    const [one, two] = connectedPair();
    let came = false;
    two.on('data', () => {
      came = true;
    });
    one.write(Buffer.from('x'));
    expect(came).toBe(false);
    await expect.poll(() => came).toBe(true);
  });

  test('does not stand still when both ends write while they read', async () => {
    const [one, two] = connectedPair();
    two.on('data', (chunk: Buffer) => {
      two.cork();
      two.write(chunk);
      process.nextTick(() => two.uncork());
    });
    let heard = 0;
    for (let n = 0; n < 500; n++) {
      one.write(Buffer.from([n]));
      // Who waits only after writing hears the answer: it cannot have come yet.
      const [answer] = (await once(one, 'data')) as [Buffer];
      heard += answer.length;
    }
    expect(heard).toBe(500);
  });

  test('takes no more than its reader does', async () => {
    const [one, two] = connectedPair();
    let taken = 0;
    while (one.write(Buffer.alloc(1024))) taken += 1024;
    expect(one.writableLength + two.readableLength).toBeLessThan(256 * 1024);
    const drained = once(one, 'drain');
    two.resume();
    await drained;
    expect(taken).toBeGreaterThan(0);
  });

  test('that is torn down at one end is gone at the other', async () => {
    const [one, two] = connectedPair();
    const gone = once(two, 'close');
    one.destroy();
    await gone;
    expect(two.destroyed).toBe(true);
  });

  test('that is ended in peace is read to its end first', async () => {
    const [one, two] = connectedPair();
    one.end(Buffer.from('last words'));
    two.end();
    one.resume();
    await once(one, 'close');
    expect((await all(two)).toString()).toBe('last words');
  });
});
