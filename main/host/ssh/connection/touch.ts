/**
 * Whether a hardware key waits for a finger. ssh tells it among its messages, where a server's banner stands too, so this is
 * shown and nothing more: there is nothing to type, and a key that does not blink is not touched.
 */
import type { Asked } from './prompts.ts';

/** sshconnect2.c of OpenSSH: told before and after. */
const BEGINS = /^Confirm user presence for key (\S{1,40}) (\S{1,200})$/;
const ENDS = 'User presence confirmed';

/** @param line Without its end. @returns null: it was touched; undefined: this line is about something else. */
export function touchOf(line: string): Asked | null | undefined {
  const text = line.replace(/^\r+|\r+$/g, '');
  if (text === ENDS) return null;
  const [, keyType, fingerprint] = BEGINS.exec(text) ?? [];
  if (keyType === undefined || fingerprint === undefined) return undefined;
  return { kind: 'touch', from: 'ssh', text, secret: false, details: { keyType, fingerprint } };
}
