/** How a test uses the phone's page as a person does: by what things are called, whatever the browser or the device. */

export type Role = 'button' | 'radio' | 'textbox' | 'navigation' | 'list' | 'heading';

export interface Hand {
  /** Waits until the page has it. */
  finds(role: Role, name: string): Promise<void>;
  /** `held`: as long as a button takes that asks to be held. */
  press(role: Role, name: string, how?: 'held'): Promise<void>;
  /** Puts this text into a field in place of what stands there. */
  write(name: string, text: string): Promise<void>;
  /** What the conversation of the open thread shows; empty where none is open. */
  conversation(): Promise<string>;
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
