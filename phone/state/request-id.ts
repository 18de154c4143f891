const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 132 random bits in base64url letters: what makes a request one request, however often it is sent. */
export function newRequestId(): string {
  // Not crypto.randomUUID: a page that came over plain http does not have it.
  return Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => ALPHABET[byte & 63]).join('');
}
