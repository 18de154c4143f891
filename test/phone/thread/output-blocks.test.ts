import { describe, expect, it } from 'vitest';
import { outputBlocks } from '../../../phone/thread/output-blocks.ts';

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `line ${String(from + i).padStart(6, '0')}\n`).join('');
const joined = (text: string, cut = 0, size = 24 * 1024) =>
  outputBlocks(text, cut, size)
    .blocks.map((block) => block.text)
    .join('');

describe('the blocks of an output', () => {
  it('are all of a short one', () => {
    expect(outputBlocks('a\nb', 0, 1024)).toEqual({ blocks: [{ key: 0, text: 'a\nb' }], before: 0 });
  });

  it('are its end, in whole lines, of a long one', () => {
    const text = lines(0, 20_000);
    const { before } = outputBlocks(text, 0, 24 * 1024);
    expect(joined(text)).toBe(text.slice(before));
    expect(text[before - 1]).toBe('\n');
    expect(text.length - before).toBeGreaterThan(24 * 1024);
    expect(text.length - before).toBeLessThan(40 * 1024);
  });

  it('of a long one that grows are the same but for the last', () => {
    const text = lines(0, 20_000);
    const before = outputBlocks(text, 0, 24 * 1024);
    const after = outputBlocks(`${text}more`, 0, 24 * 1024);
    expect(after.before).toBe(before.before);
    expect(after.blocks.slice(0, -1)).toEqual(before.blocks.slice(0, -1));
  });

  it('keep their keys when the host cuts off the beginning', () => {
    const text = lines(0, 20_000);
    const before = outputBlocks(text, 0, 24 * 1024);
    const after = outputBlocks(text.slice(1000), 1000, 24 * 1024);
    expect(after.blocks).toEqual(before.blocks);
  });

  it('begin with the styles that hold there', () => {
    const text = `\u001b[31m${lines(0, 400)}\u001b[0m`;
    const [, second] = outputBlocks(text, 0, 24 * 1024).blocks;
    expect(second!.text.startsWith('\u001b[31mline')).toBe(true);
  });

  it('cut one endless line at its characters and between its styles', () => {
    const text = '\u{1f4a1}'.repeat(30_000);
    expect(joined(text, 0, 1e6)).toBe(text);
    for (const block of outputBlocks(text, 0, 1e6).blocks) {
      expect(block.text.length).toBeLessThan(9000);
      expect(encodeURIComponent(block.text)).not.toBe('');
    }
    const styled = '\u001b[38;5;208mx'.repeat(5000);
    for (const block of outputBlocks(styled, 0, 1e6).blocks) expect(block.text).toContain('\u001b[38;5;208m');
  });
});
