/**
 * Sealing with a key that hangs on the user data folder, in place of the one that the system's keychain keeps. Good
 * enough to see that a secret is not on disk in the clear; it protects nothing.
 *
 * ELECTRON_DOUBLE_KEYCHAIN=none plays a Linux desktop without a keyring.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { app } from './app.ts';
import { lifecycle } from './lifecycle.ts';

const PREFIX = Buffer.from('v10');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const available = (): boolean => process.env.ELECTRON_DOUBLE_KEYCHAIN !== 'none';
const key = (): Buffer =>
  createHash('sha256')
    .update(`electron-double ${app.getPath('userData')}`)
    .digest();

function requireKey(operation: string): Buffer {
  if (!available() || !lifecycle.ready)
    throw new Error(`Error while ${operation}. Encryption is not available.`);
  return key();
}

export const safeStorage = {
  isEncryptionAvailable: (): boolean => lifecycle.ready && available(),
  getSelectedStorageBackend: (): 'gnome_libsecret' | 'basic_text' =>
    available() ? 'gnome_libsecret' : 'basic_text',

  encryptString(text: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', requireKey('encrypting the text'), nonce);
    return Buffer.concat([PREFIX, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },

  decryptString(sealed: Buffer): string {
    const start = PREFIX.length + NONCE_BYTES;
    const nonce = sealed.subarray(PREFIX.length, start);
    const decipher = createDecipheriv('aes-256-gcm', requireKey('decrypting the ciphertext'), nonce);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(start, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  },
};
