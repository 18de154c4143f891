/** Names of variables that hold a secret. */
import { partsOf } from './names.ts';

const WORDS = new Set([
  'token',
  'tokens',
  'secret',
  'secrets',
  'password',
  'passwd',
  'credential',
  'credentials',
  'apikey',
]);
const PAIRS = new Set(['api key', 'access key', 'private key']);

export function isSecretVariable(name: string): boolean {
  const parts = partsOf(name);
  return parts.some((part, at) => WORDS.has(part) || PAIRS.has(`${part} ${parts[at + 1] ?? ''}`));
}
