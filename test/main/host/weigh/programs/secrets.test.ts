/** Keys, stored passwords, the clipboard and the screen. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['openssl version', 'continue'],
  ['gpg --version', 'continue'],
  ['gpg --verify a.sig a.tgz', 'expand'],
  ['openssl dgst -sha256 a.tgz', 'expand'],
  ['openssl rand -hex 8', 'expand'],
  ['echo x | pbcopy', 'expand'],
  ['gpg --verify --output a b', 'commit'],
  ['gpg -d a.gpg', 'commit'],
  ['ssh-keygen -t ed25519', 'commit'],
  ['ssh-add -l', 'commit'],
  ['openssl genrsa 2048', 'commit'],
  ['openssl enc -d -in a', 'commit'],
  ['openssl dgst -sign k.pem a', 'commit'],
  ['openssl x509 -in k.pem', 'commit'],
  ['security dump-keychain', 'commit'],
  ['pass ls', 'commit'],
  ['op read x', 'commit'],
  ['vault kv get x', 'commit'],
  ['certbot renew', 'commit'],
  ['pbpaste', 'commit'],
  ['xclip -o', 'commit'],
  ['xsel --output', 'commit'],
  ['screencapture a.png', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
