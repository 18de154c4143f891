import { describe, expect, it } from 'vitest';
import { LiveScreen, PlainScreen } from '../../../main/headless/screen.ts';
import { rendered } from './terminal-double.ts';

const status = (...texts: string[]) => texts.map((text, index) => ({ key: String(index), text }));

function recorder() {
  const written: string[] = [];
  return { written, output: { write: (text: string) => written.push(text) } };
}

describe('LiveScreen', () => {
  it('redraws its status in place, below what stays', () => {
    const { written, output } = recorder();
    const screen = new LiveScreen(output, 'q quit');
    screen.print(['Outpost']);
    screen.status(status('relay starting', 'phones none'));
    screen.status(status('relay up', 'phones none', 'waiting for you'));
    screen.print(['iPhone is paired.']);
    screen.status(status('relay up', 'phones iPhone'));
    expect(rendered(written.join(''))).toEqual([
      'Outpost',
      'iPhone is paired.',
      'relay up',
      'phones iPhone',
      '',
      'q quit',
      '',
    ]);
  });

  it('leaves the status and no keys behind', () => {
    const { written, output } = recorder();
    const screen = new LiveScreen(output, 'q quit');
    screen.status(status('relay up'));
    screen.end();
    expect(rendered(written.join(''))).toEqual(['relay up', '']);
  });

  it('never lets a long line become two, which would break the count', () => {
    const { written, output } = recorder();
    new LiveScreen(output, 'q quit').status(status('x'.repeat(500)));
    expect(written.join('').startsWith('\x1b[?7l')).toBe(true);
    expect(written.join('').endsWith('\x1b[?7h')).toBe(true);
  });
});

describe('PlainScreen', () => {
  it('prints each leg once for each change', () => {
    const { written, output } = recorder();
    const screen = new PlainScreen(output);
    screen.status(status('relay starting', 'phones none'));
    screen.status(status('relay up', 'phones none'));
    screen.status(status('relay up', 'phones none'));
    screen.end();
    expect(written.join('')).toBe('relay starting\nphones none\nrelay up\n');
  });

  it('prints a leg again that was gone and came back', () => {
    const { written, output } = recorder();
    const screen = new PlainScreen(output);
    screen.status(status('relay up', 'waiting for you'));
    screen.status(status('relay up'));
    screen.status(status('relay up', 'waiting for you'));
    expect(written.join('')).toBe('relay up\nwaiting for you\nwaiting for you\n');
  });
});
