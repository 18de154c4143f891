/** Single keys of a terminal, without Enter. */

export interface KeyInput {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (data: Buffer) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  off(event: 'data', listener: (data: Buffer) => void): unknown;
  off(event: 'end', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Ctrl-C and Ctrl-D: raw mode turns both into mere characters. */
const LEAVE = ['\x03', '\x04'];

/**
 * Calls `act` with each key, `q` for all the ways to leave. Without a terminal there are no keys: what comes through
 * a pipe was not typed at this host.
 * @returns a function that gives the terminal back.
 */
export function listenForKeys(input: KeyInput, act: (key: string) => void): () => void {
  if (input.isTTY !== true || input.setRawMode === undefined) return () => undefined;
  const read = (data: Buffer) => {
    for (const key of data.toString('utf8')) act(LEAVE.includes(key) ? 'q' : key.toLowerCase());
  };
  input.setRawMode(true);
  input.on('data', read);
  input.resume();
  return () => {
    input.off('data', read);
    input.setRawMode?.(false);
    input.pause();
  };
}
