/** Sealed frames in a row: what they hold, or at which one and why they fail. */
import * as p from '../protocol/independent.ts';
import { flipped, hex } from './bytes.ts';

const frameKey = p.fixed('frames');
const say = (content: string) => p.framePlaintext(0, Buffer.from(content));
const first = p.sealFrame(frameKey, 0, say('{"n":0}'));

function frames(
  name: string,
  sealed: Buffer[],
  opens: (string | null)[],
  failure?: string,
  rekeyInterval = 2 ** 20,
) {
  const ends = failure ? { failure } : {};
  return { name, key: hex(frameKey), rekeyInterval, frames: sealed.map(hex), opens, ...ends };
}

/** A first frame with this plaintext. */
const bad = (name: string, failure: string, plaintext: Buffer) =>
  frames(name, [p.sealFrame(frameKey, 0, plaintext)], [], failure);

const nonzero = say('{"n":0}');
nonzero[nonzero.length - 1] = 1;
const long = say('{"n":0}');
long.writeUInt32BE(long.length, 1);

export const FRAME_CASES = [
  frames('one', [first], ['{"n":0}']),
  frames('two', [first, p.sealFrame(frameKey, 1, say('{"n":1}'))], ['{"n":0}', '{"n":1}']),
  frames('an empty text', [p.sealFrame(frameKey, 0, say(''))], ['']),
  frames('the longest of 64 bytes', [p.sealFrame(frameKey, 0, say('x'.repeat(43)))], ['x'.repeat(43)]),
  frames('the shortest of 128', [p.sealFrame(frameKey, 0, say('x'.repeat(44)))], ['x'.repeat(44)]),
  frames('the longest of 512', [p.sealFrame(frameKey, 0, say('x'.repeat(491)))], ['x'.repeat(491)]),
  frames('the shortest of 768', [p.sealFrame(frameKey, 0, say('x'.repeat(492)))], ['x'.repeat(492)]),
  frames(
    'padded to 2 KiB',
    [p.sealFrame(frameKey, 0, p.framePlaintext(0, Buffer.from('yes'), 2048))],
    ['yes'],
  ),
  frames(
    'over two changes of the key',
    [0, 1, 2, 3, 4].map((i) => p.sealFrame(frameKey, i, say(`${i}`), 2)),
    ['0', '1', '2', '3', '4'],
    undefined,
    2,
  ),

  frames('repeated', [first, first], ['{"n":0}'], 'unsealed'),
  frames('one dropped', [p.sealFrame(frameKey, 1, say('{"n":1}'))], [], 'unsealed'),
  frames('after a failure', [flipped(first, 0), first], [], 'unsealed'),
  frames('a flipped bit in the tag', [flipped(first, first.length - 1)], [], 'unsealed'),
  frames('under another key', [p.sealFrame(p.fixed('other'), 0, say('{"n":0}'))], [], 'unsealed'),
  frames(
    'the key not changed when due',
    [p.sealFrame(frameKey, 0, say('0'), 1), p.sealFrame(frameKey, 1, say('1'))],
    ['0'],
    'unsealed',
    1,
  ),
  frames('with other additional data', [otherAad()], [], 'unsealed'),
  frames('nothing', [Buffer.alloc(0)], [], 'size'),
  frames('a byte short', [first.subarray(0, -1)], [], 'size'),
  frames('a byte long', [Buffer.concat([first, Buffer.of(0)])], [], 'size'),
  bad('576 bytes', 'size', p.framePlaintext(0, Buffer.from('x'), 576)),
  bad('a kind that does not exist', 'plaintext', p.framePlaintext(4, Buffer.from('{}'))),
  bad('a kind that does not exist between two that do', 'plaintext', p.framePlaintext(1, Buffer.from('{}'))),
  bad('padding that is not zero', 'plaintext', nonzero),
  bad('a length beyond the frame', 'plaintext', long),
  bad('a last part without a first', 'parts', p.framePlaintext(3, Buffer.from('{}'))),
  bad('a part that is too short', 'parts', p.framePlaintext(2, Buffer.from('{}'))),
  bad('an empty part', 'parts', p.framePlaintext(2, Buffer.alloc(0))),
  bad('not UTF-8', 'text', p.framePlaintext(0, Buffer.of(0xc3, 0x28))),
];

function otherAad(): Buffer {
  return p.seal(frameKey, Buffer.alloc(12), p.label('outpost/2 frame'), say('{"n":0}'));
}
