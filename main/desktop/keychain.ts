/** Seals the host's key with the system's keychain, by Electron. */
import { safeStorage } from 'electron';
import type { KeyBox } from '../host/options.ts';

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'the macOS keychain',
  win32: 'the Windows data protection of this user',
};

/**
 * Once the app is ready. Undefined where there is no keychain, or one that Electron only plays: without a keyring,
 * Linux gets `basic_text`, whose key is in Electron's source. The key then rests in a file that only its user reads.
 */
export function systemKeyBox(): KeyBox | undefined {
  if (!safeStorage.isEncryptionAvailable()) return undefined;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
    return undefined;
  return {
    name: NAMES[process.platform] ?? 'the keyring of this desktop',
    seal: (text) => safeStorage.encryptString(text),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}
