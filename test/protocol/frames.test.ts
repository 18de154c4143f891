import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, fromHex, toHex } from '../../protocol/bytes.ts';
import {
  FrameError,
  framesOf,
  isFrameLength,
  MAX_BODY_BYTES,
  MAX_FRAME_BYTES,
  MAX_MESSAGE_BYTES,
  Opener,
  Sealer,
} from '../../protocol/frames.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { Result, Suite } from '../../protocol/suite.ts';
import { nobleSuite } from '../../protocol/suite-noble.ts';
import { webSuite } from '../../protocol/suite-web.ts';
import * as independent from './independent.ts';
import { frameVectors } from './vectors.ts';

/** The last one answers late and in no order, to show that results keep theirs. */
const suites: { name: string; suite: Suite }[] = [
  { name: 'noble', suite: nobleSuite },
  { name: 'node', suite: nodeSuite },
  { name: 'web', suite: await webSuite() },
  { name: 'a suite that answers last things first', suite: lastFirst(nodeSuite) },
];

const key = new Uint8Array(independent.fixed('frames'));

async function failureOf(open: () => unknown): Promise<string> {
  try {
    await open();
  } catch (error) {
    if (error instanceof FrameError) return error.failure;
    throw error;
  }
  return 'none';
}

describe.each(suites)('vectors with $name', ({ suite }) => {
  it.each(frameVectors())('$name', async ({ key: vectorKey, rekeyInterval, frames, opens, failure }) => {
    const opener = new Opener(suite, fromHex(vectorKey), { rekeyInterval });
    const sealed = frames.map(fromHex);
    for (const text of opens) expect(await opener.open(sealed.shift() as Bytes)).toBe(text);
    if (!failure) return;
    expect(await failureOf(() => opener.open(sealed.shift() as Bytes))).toBe(failure);
    for (const later of sealed) expect(await failureOf(() => opener.open(later))).toBe('over');
  });
});

const text = fc.string({ unit: 'binary', maxLength: 2000 });
describe.each(suites)('$name', ({ suite }) => {
  it('opens what it sealed, in order, over changes of the key', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (said, interval) => {
          const sealer = new Sealer(suite, key, { rekeyInterval: interval });
          const opener = new Opener(suite, key, { rekeyInterval: interval });
          const sealed = await Promise.all(
            said.flatMap((each) => framesOf(each)).map((frame) => sealer.seal(frame)),
          );
          for (const frame of sealed) expect(isFrameLength(frame.length)).toBe(true);
          // All at once: answers must come in the order of the calls.
          const answers: (string | undefined)[] = [];
          const opening = sealed.map(async (frame) => answers.push(await opener.open(frame)));
          await Promise.all(opening);
          expect(answers).toEqual(said.map(asUtf8));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('ends at any frame that is repeated, dropped or swapped', async () => {
    const plan = fc.record({ at: fc.nat(3), what: fc.constantFrom('repeat', 'drop', 'swap') });
    await fc.assert(
      fc.asyncProperty(plan, async ({ at, what }) => {
        const sealer = new Sealer(suite, key);
        const frames = await Promise.all([0, 1, 2, 3, 4].map((n) => sealer.seal(one(`${n}`))));
        const [here, next] = [frames[at] as Bytes, frames[at + 1] as Bytes];
        const wrong = { repeat: [here, here, next], drop: [next], swap: [next, here] }[what] as Bytes[];
        const opener = new Opener(suite, key);
        for (const frame of frames.slice(0, at)) await opener.open(frame);
        const rest = [...wrong, ...frames.slice(at + 2)];
        const failures: string[] = [];
        for (const frame of rest) failures.push(await failureOf(() => opener.open(frame)));
        const expected = what === 'repeat' ? ['none', 'unsealed'] : ['unsealed'];
        expect(failures).toEqual([...expected, ...rest.slice(expected.length).map(() => 'over')]);
        expect(await failureOf(() => opener.open(here))).toBe('over');
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a frame with any byte altered', async () => {
    const sealed = await new Sealer(suite, key).seal(one('{"approve":true}'));
    for (let at = 0; at < sealed.length; at++) {
      const altered = sealed.slice();
      altered[at] = (altered[at] as number) ^ (1 << (at % 8));
      expect(await failureOf(() => new Opener(suite, key).open(altered))).toBe('unsealed');
    }
  });

  it('puts a long message together, with short ones between its parts', async () => {
    const long = `"${'ä'.repeat(100_000)}"`;
    const sealer = new Sealer(suite, key);
    const opener = new Opener(suite, key);
    const parts = framesOf(long);
    expect(parts).toHaveLength(4);
    const answers: (string | undefined)[] = [];
    for (const part of parts) {
      answers.push(await opener.open(await sealer.seal(one('"ping"'))));
      answers.push(await opener.open(await sealer.seal(part)));
    }
    expect(answers.slice(0, -1)).toEqual([
      '"ping"',
      undefined,
      '"ping"',
      undefined,
      '"ping"',
      undefined,
      '"ping"',
    ]);
    expect(answers.at(-1)).toBe(long);
  });
});

describe('no key meets a counter twice', () => {
  it('over any number of changes of the key', () => {
    const pairs: string[] = [];
    const watched: Suite<Bytes> = {
      ...nodeSuite,
      aead: (aeadKey) => ({
        ...nodeSuite.aead(aeadKey),
        seal(nonce, plaintext, aad) {
          pairs.push(`${toHex(aeadKey)} ${toHex(nonce)}`);
          return nodeSuite.aead(aeadKey).seal(nonce, plaintext, aad);
        },
      }),
    };
    const sealer = new Sealer(watched, key, { rekeyInterval: 3 });
    for (let i = 0; i < 20; i++) sealer.seal(one('x'));
    expect(new Set(pairs).size).toBe(20);
  });

  it('also when sealing fails', () => {
    let calls = 0;
    const failing: Suite<Bytes> = {
      ...nodeSuite,
      aead: (aeadKey) => ({
        ...nodeSuite.aead(aeadKey),
        seal(nonce, plaintext, aad) {
          if (calls++ === 0) throw new Error('out of memory');
          return nodeSuite.aead(aeadKey).seal(nonce, plaintext, aad);
        },
      }),
    };
    const sealer = new Sealer(failing, key);
    expect(() => sealer.seal(one('x'))).toThrow('out of memory');
    const second = sealer.seal(one('x'));
    expect(toHex(second)).toBe(
      independent.sealFrame(Buffer.from(key), 1, Buffer.from(one('x'))).toString('hex'),
    );
  });
});

describe('framesOf', () => {
  it('writes what the second implementation writes', () => {
    for (const length of [0, 43, 44, 491, 492, 5000]) {
      const body = Buffer.alloc(length, 'x');
      expect(toHex(one(body.toString()))).toBe(independent.framePlaintext(0, body).toString('hex'));
    }
  });

  it('makes a decision as long as any other', () => {
    const lengths = ['', 'x'.repeat(500), 'x'.repeat(2000)].map((said) =>
      sealedLength(framesOf(said, { padTo: 2048 })),
    );
    expect(lengths).toEqual([2048, 2048, 2048]);
    expect(sealedLength(framesOf('x'.repeat(2100), { padTo: 2048 }))).toBe(4096);
  });

  it('stays within the longest frame whatever the padding', () => {
    for (const padTo of [256, 2048, 4096]) {
      const [frame] = framesOf('x'.repeat(MAX_BODY_BYTES), { padTo });
      expect((frame as Bytes).length + 16).toBeLessThanOrEqual(MAX_FRAME_BYTES);
    }
  });

  it('refuses what no opener would take', () => {
    expect(() => framesOf('x'.repeat(MAX_MESSAGE_BYTES + 1))).toThrow(RangeError);
    expect(() => framesOf('', { padTo: 100 })).toThrow(RangeError);
    expect(() => framesOf('', { padTo: 8192 })).toThrow(RangeError);
  });
});

describe('parts', () => {
  const part = independent.framePlaintext(2, Buffer.alloc(MAX_BODY_BYTES, 'x'));
  const last = (body: Buffer) => independent.framePlaintext(3, body);
  const opens = (plaintexts: Buffer[]) => {
    const opener = new Opener(nodeSuite, key);
    const sealed = plaintexts.map((plaintext, i) => independent.sealFrame(Buffer.from(key), i, plaintext));
    return failureOf(() => sealed.map((frame) => opener.open(frame)));
  };
  const start = (kind: number, length: number) => {
    const head = Buffer.concat([Buffer.of(kind), independent.u32(length)]);
    return independent.framePlaintext(2, Buffer.concat([head, Buffer.alloc(MAX_BODY_BYTES - 5, 'x')]));
  };

  it('of the longest message are taken', async () => {
    const frames = framesOf('x'.repeat(MAX_MESSAGE_BYTES));
    expect(await opens(frames.map((frame) => Buffer.from(frame)))).toBe('none');
  });

  it('of more than a message are refused before they are kept', async () => {
    expect(await opens(Array.from({ length: 137 }, () => part))).toBe('tooLong');
  });

  it.each([
    ['an empty last part', [start(0, MAX_BODY_BYTES - 5), last(Buffer.alloc(0))], 'parts'],
    ['a length that says more', [start(0, MAX_BODY_BYTES + 2), last(Buffer.alloc(1))], 'plaintext'],
    ['zeros behind the text', [start(0, MAX_BODY_BYTES - 5), last(Buffer.alloc(1))], 'parts'],
    ['a part inside the parts', [start(2, MAX_BODY_BYTES), last(Buffer.alloc(5))], 'parts'],
  ] as const)('with %s are refused', async (_name, plaintexts, failure) => {
    expect(await opens([...plaintexts])).toBe(failure);
  });

  it('a single frame above 60 KiB is refused', async () => {
    expect(await opens([independent.framePlaintext(0, Buffer.alloc(MAX_BODY_BYTES + 1))])).toBe('parts');
  });
});

describe('a late answer', () => {
  it('that fails ends everything behind it', async () => {
    const opener = new Opener(await webSuite(), key);
    const sealer = new Sealer(nodeSuite, key);
    const [first, second] = [sealer.seal(one('1')), sealer.seal(one('2'))];
    first[0] = (first[0] as number) ^ 1;
    const failures = await Promise.all([
      failureOf(() => opener.open(first)),
      failureOf(() => opener.open(second)),
    ]);
    expect(failures).toEqual(['unsealed', 'unsealed']);
    expect(await failureOf(() => opener.open(second))).toBe('over');
  });
});

function one(said: string): Bytes {
  const [frame, ...more] = framesOf(said);
  if (!frame || more.length > 0) throw new Error('not a short message');
  return frame;
}

function sealedLength([frame]: Bytes[]): number {
  return (frame as Bytes).length + 16;
}

/** What arrives of a text: lone surrogates are replaced. */
function asUtf8(said: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(said));
}

/** Answers whatever is asked for in one turn of the event loop in reverse order. */
function lastFirst(suite: Suite<Bytes>): Suite {
  let waiting: (() => void)[] = [];
  const later = (answer: () => Bytes): Result =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) {
        setImmediate(() => {
          const now = waiting.reverse();
          waiting = [];
          for (const settle of now) settle();
        });
      }
      waiting.push(() => {
        try {
          resolve(answer());
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  return {
    ...suite,
    aead: (aeadKey) => {
      const aead = suite.aead(aeadKey);
      return {
        seal: (...args) => later(() => aead.seal(...args)),
        open: (...args) => later(() => aead.open(...args)),
      };
    },
  };
}
