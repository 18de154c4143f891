/** In which order the relays of a host are tried. */
import { MalformedBytes } from '../../protocol/bytes.ts';
import { parseRelayUrl } from '../../protocol/relay-url.ts';

/** The one that worked last, then the others in the host's order; without those that this page may not open. */
export function routesToTry(
  { routes, lastRoute }: { readonly routes: readonly string[]; readonly lastRoute: string },
  secure: boolean,
): string[] {
  const all = [...new Set([lastRoute, ...routes])];
  return secure ? all.filter((route) => route.startsWith('wss:')) : all;
}

/** What a host says of its routes, without those that a device may not use. */
export function usableRoutes(told: readonly string[]): string[] {
  return told.flatMap((route) => {
    try {
      return [parseRelayUrl(route)];
    } catch (error) {
      if (error instanceof MalformedBytes) return [];
      throw error;
    }
  });
}
