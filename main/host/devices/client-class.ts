/** Who serves the page that a link opens: whoever that is, is the phone (docs/security.md). */
import type { ClientClass } from './device.ts';

/** What a link says of where it leads: the page's origin, and the relay, as `encodeLink` takes them. */
export interface LinkPlace {
  readonly clientOrigin: string;
  readonly relayUrl: string;
}

/** A page that comes from the relay's own name is served by the relay, or by what publishes it under that name. */
export function clientClassOf({ clientOrigin, relayUrl }: LinkPlace): ClientClass {
  if (clientOrigin.startsWith('http://')) return 'plainHttp';
  return new URL(clientOrigin).host === new URL(relayUrl).host ? 'relay' : 'ownOrigin';
}
