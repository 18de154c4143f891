/** How a test uses the phone's page as a person does: by what things are called, whatever the browser or the device. */

export type Role = 'button' | 'textbox' | 'navigation' | 'list' | 'heading';

export interface Hand {
  /** Waits until the page has it. */
  finds(role: Role, name: string): Promise<void>;
  /** `held`: as long as a button takes that asks to be held. */
  press(role: Role, name: string, how?: 'held'): Promise<void>;
  /** Puts this text into a field in place of what stands there. */
  write(name: string, text: string): Promise<void>;
  /** What the conversation of the open thread shows; empty where none is open. */
  conversation(): Promise<string>;
  /** Every row of that conversation, oldest first, also those that are drawn only when scrolled to. */
  rows(): Promise<string[]>;
  /** What the sheet shows that has risen; empty where none has. */
  sheet(): Promise<string>;
  /** The entries of a list. */
  entries(list: string): Promise<string[]>;
  open(address: string): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Where the page's WebSockets lead instead: from one port of 127.0.0.1 to another. */
export interface Detour {
  readonly from: number;
  readonly to: number;
}

/** Runs in the page before anything else. */
export function takeDetour({ from, to }: Detour): void {
  const Direct = globalThis.WebSocket;
  globalThis.WebSocket = class extends Direct {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(String(address).replace(`:${from}/`, `:${to}/`), protocols);
    }
  };
}

/** Runs in the page: reads a conversation row by row from its first to its last, whatever of it is drawn at a time. */
export async function readRows(): Promise<string[]> {
  const rows = new Map<number, string>();
  const frames = async (count: number) => {
    for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
  };
  // Its rows have numbers once the part that draws only some of them has come.
  while (document.querySelector('[aria-label="Conversation"] [aria-posinset]') === null) await frames(1);
  const box = document.querySelector<HTMLElement>('[aria-label="Conversation"]')!;
  let size = 0;
  // Rows that are measured as they are drawn first move what is shown.
  do {
    box.scrollTop = 0;
    await frames(3);
  } while (box.scrollTop > 0);
  for (; ; box.scrollTop += box.clientHeight / 2) {
    // One for the scrolling, one for the rows, one for what their heights move.
    await frames(3);
    for (const row of box.querySelectorAll<HTMLElement>('[aria-posinset]')) {
      rows.set(Number(row.ariaPosInSet), row.innerText);
      size = Number(row.ariaSetSize);
    }
    if (box.scrollTop + box.clientHeight >= box.scrollHeight - 2) break;
  }
  const numbers = [...rows.keys()].sort((a, b) => a - b);
  if (numbers.length !== size) throw new Error(`of ${size} rows only ${numbers.join(', ')} are drawn`);
  return numbers.map((number) => rows.get(number) ?? '');
}
