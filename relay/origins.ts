/**
 * Which web pages may open a device's channel. Browsers say where a page comes from in `Origin`; programs that are
 * no browser send none. A host is never a page.
 */

/** Whether a device's upgrade may come from a page of this origin. `ownNames` is empty unless we serve the client. */
export function isAllowedOrigin(
  origin: string | undefined,
  clientOrigins: ReadonlySet<string>,
  ownNames: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (clientOrigins.has(origin)) return true;
  const authority = authorityOf(origin);
  return authority !== undefined && ownNames.includes(authority);
}

/** `host:port` with the port always written, or `undefined` for what is no http or https origin. */
function authorityOf(origin: string): string | undefined {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== origin) return undefined;
  if (url.protocol === 'https:') return `${url.hostname}:${url.port || '443'}`;
  if (url.protocol === 'http:') return `${url.hostname}:${url.port || '80'}`;
  return undefined;
}

const AUTHORITY = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]):[1-9][0-9]{0,4}$/;

/** Throws a `RangeError` on what is no authority: lower-case `host:port`, IPv6 in brackets. */
export function requireAuthority(name: string): string {
  if (!AUTHORITY.test(name)) throw new RangeError('a relay name is lower-case host:port');
  return name;
}

/** Throws a `RangeError` on what is no origin as browsers write it, e.g. `https://outpost.example`. */
export function requireOrigin(origin: string): string {
  if (authorityOf(origin) === undefined)
    throw new RangeError('a client origin is https://host, without a path');
  return origin;
}
