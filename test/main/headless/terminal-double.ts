/** A terminal of a test: what was written, which keys and signals come. */
import { EventEmitter } from 'node:events';
import type { Terminal } from '../../../main/headless/terminal.ts';

class KeyboardDouble extends EventEmitter {
  readonly isTTY: boolean;
  raw = false;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  setRawMode(raw: boolean) {
    this.raw = raw;
  }
  resume() {}
  pause() {}
}

export class TerminalDouble implements Terminal {
  readonly keyboard: KeyboardDouble;
  readonly input: KeyboardDouble;
  readonly signals = new EventEmitter();
  readonly env: NodeJS.ProcessEnv = { TERM: 'xterm' };
  readonly output: { isTTY: boolean; columns: number; write(text: string): void };
  readonly errors: { write(text: string): void };
  clock = 1_700_000_000_000;
  readonly now = () => this.clock;
  out = '';
  err = '';

  constructor({ isTTY = false, columns = 80 } = {}) {
    this.keyboard = new KeyboardDouble(isTTY);
    this.input = this.keyboard;
    this.output = {
      isTTY,
      columns,
      write: (text) => {
        this.out += text;
      },
    };
    this.errors = {
      write: (text) => {
        this.err += text;
      },
    };
  }

  press(key: string) {
    this.keyboard.emit('data', Buffer.from(key));
  }
}

/** What a person sees of lines and the few movements that `LiveScreen` makes. */
export function rendered(stream: string): string[] {
  let lines: string[] = [''];
  const plain = stream.replace(/\p{Cc}\[(\?7[lh]|[\d;]*m)/gu, '');
  for (const [part] of plain.matchAll(/\p{Cc}\[\d+A\r\p{Cc}\[J|\n|\P{Cc}+/gu)) {
    const up = /^\p{Cc}\[(\d+)A/u.exec(part)?.[1];
    if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ''];
    else if (part === '\n') lines.push('');
    else lines[lines.length - 1] += part;
  }
  return lines;
}
