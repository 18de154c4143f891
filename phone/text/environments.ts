/** The SSH hosts that the owner works on. */
import type { Environment } from '../../protocol/session/values.ts';

export const heading = 'SSH hosts';
export const state: Record<Environment['state'], string> = {
  up: 'Connected',
  connecting: 'Connecting',
  atDesk: 'Needs the desk',
  off: 'Not connected',
};
/** `detail`: the host's own sentence. */
export const agent = (name: string, word: string, detail: string): string => `${name}: ${word}. ${detail}`;
export const notConnected = (name: string, detail: string): string => `${name} is not connected. ${detail}`;
export const connect = 'Connect';
export const connectNamed = (name: string): string => `Connect ${name}`;
export const notDone = 'There is no connection to the host, so nothing was done.';
