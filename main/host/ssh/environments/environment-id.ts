/** The id of the environment that an SSH host is: readable where the alias is short, and always the same. */
import { createHash } from 'node:crypto';

/** Ids of threads are made of it, and may not be longer than 200 characters. */
const LONGEST = 48;

export function environmentId(alias: string): string {
  if (alias.length <= LONGEST && /^[A-Za-z0-9_.@-]+$/.test(alias)) return `ssh:${alias}`;
  const readable = alias.replace(/[^A-Za-z0-9_.@-]/g, '_').slice(0, 24);
  // No alias of the first kind holds a tilde.
  return `ssh:${readable}~${createHash('sha256').update(alias).digest('hex').slice(0, 16)}`;
}
