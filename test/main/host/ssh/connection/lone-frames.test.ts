import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  type Frame,
  FrameReader,
  loneCommand,
  requestText,
} from '../../../../../main/host/ssh/connection/lone-frames.ts';

const MARK = '0badcafe';

/** What the far side prints for these scripts, its stdin as a terminal would give it. */
function far(scripts: readonly string[], most = 1_000): string {
  const input = scripts.map((script, index) => requestText(index + 1, script, most)).join('');
  // Some terminals leave the carriage return where it is.
  const { stdout } = spawnSync('/bin/sh', ['-c', loneCommand(MARK)], {
    input: input.replaceAll('\r', '\r\n'),
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.toString();
}

function outputOf(frames: readonly Frame[], request: number, of: 'stdout' | 'stderr'): string {
  const parts = frames.flatMap((frame) =>
    frame.frame === 'output' && frame.request === request && frame.of === of ? [frame.bytes] : [],
  );
  return Buffer.concat(parts).toString();
}
const ends = (frames: readonly Frame[]) => frames.filter(({ frame }) => frame === 'end');

test('a script comes over as it is, and so do its output, its errors and its status', () => {
  const odd = 'ü 日本 \\n %s ; ~ + = \\c it\'s "x"';
  const script = `cat <<'END'\n${odd}\nEND\nprintf 'wrong\\n' >&2\nread -r nothing || exit 7`;
  const frames = new FrameReader(MARK).push(far([script, 'echo second']));
  expect(frames[0]).toEqual({ frame: 'up' });
  expect(outputOf(frames, 1, 'stdout')).toBe(`${odd}\n`);
  expect(outputOf(frames, 1, 'stderr')).toBe('wrong\n');
  expect(outputOf(frames, 2, 'stdout')).toBe('second\n');
  expect(ends(frames)).toEqual(
    expect.arrayContaining([
      { frame: 'end', request: 1, code: 7 },
      { frame: 'end', request: 2, code: 0 },
    ]),
  );
});

test('what a script prints without an end is bounded over there', () => {
  const frames = new FrameReader(MARK).push(far(['yes'], 100));
  expect(outputOf(frames, 1, 'stdout')).toHaveLength(101);
  expect(ends(frames)).toHaveLength(1);
});

test('the command is one that bash, fish and csh read alike', () => {
  const command = loneCommand(MARK);
  expect(command).not.toMatch(/[\\!\n]/);
  expect(command.match(/'/g)).toHaveLength(2);
  expect(command.length).toBeLessThan(1_000);
});

test('no line that is typed is longer than a terminal takes, or has a letter that it would obey', () => {
  const text = requestText(1, `echo ${'\u0003\u0004\t\u007fü'.repeat(100)}`, 10);
  for (const line of text.split('\r')) expect(line.length).toBeLessThan(200);
  expect(text).not.toMatch(/[^\r\x20-\x7e]/);
});

test('answers are found in a terminal that is drawn: wrapped, coloured, repeated, in any pieces', () => {
  const plain = far(['echo hello; echo there']);
  const words = plain.split('\n').filter((word) => word !== '');
  const drawn = `\u001b]0;ssh.exe\u0007\u001b[?25l${words
    .map((word, index) => `\u001b[${index + 1};1H${word.slice(0, 20)}\r\n\u001b[K${word.slice(20)}\u001b[m`)
    .join('')}\u001b[?25h`;
  const reader = new FrameReader(MARK);
  const frames = [...drawn].flatMap((letter) => reader.push(letter));
  expect(frames).toEqual(new FrameReader(MARK).push(plain));
  expect(outputOf(frames, 1, 'stdout')).toBe('hello\nthere\n');
});

test('noise, echo, other marks and what never ends are no answers, and are not kept', () => {
  const reader = new FrameReader(MARK);
  const noise = ['~deadbeef.up~', '+echo x;', `~${MARK}.1.e.~`, `~${MARK}.1.o.0.abc~`, `~${MARK}.1.e.0 `];
  for (const each of noise) expect(reader.push(each)).toEqual([]);
  for (let count = 0; count < 200; count += 1) expect(reader.push('x'.repeat(10_000))).toEqual([]);
  expect(reader.push(`\u001b]0;${'x'.repeat(10_000)}`)).toEqual([]);
  expect(reader.push(`~${MARK}.up~`)).toEqual([{ frame: 'up' }]);
});
