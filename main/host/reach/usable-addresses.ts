/** Which of the addresses in the settings can be used: `ws:` and `http:` only where nobody else is on the way. */
import { MalformedBytes } from '../../../protocol/bytes.ts';
import { parseClientOrigin, parseRelayUrl } from '../../../protocol/relay-url.ts';

/** In one spelling; null when it cannot be used. */
export const usableRelay = (url: string): string | null => parsed(parseRelayUrl, url);
export const usableOrigin = (origin: string): string | null => parsed(parseClientOrigin, origin);

/** Why not, for the owner. */
export const unusable = (address: string): string =>
  `“${address}” is not used: an address outside of your own network begins with wss:// or https://.`;

function parsed(parse: (text: string) => string, text: string): string | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof MalformedBytes) return null;
    throw error;
  }
}
