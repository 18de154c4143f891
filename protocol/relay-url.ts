/** Where a relay may be: its URL, and the authority that host and device sign when they connect to it. */
import { MalformedBytes } from './bytes.ts';

/**
 * Checks the URL of a relay and gives it in one spelling, `scheme://host[:port]`, without a final slash.
 * `wss:` may go anywhere. `ws:` may only go to loopback and private addresses, where no certificate can be had;
 * a name counts as public, because only its owner knows where it leads. Nothing may follow the authority.
 *
 * Throws {@link MalformedBytes}.
 */
export function parseRelayUrl(text: string): string {
  const url = parse(text);
  const secure = url.protocol === 'wss:';
  if (!secure && url.protocol !== 'ws:') throw new MalformedBytes('a relay has a wss: or ws: address');
  requireAuthorityOnly(url, text);
  if (!secure && !isPrivateHost(url.hostname)) throw new MalformedBytes('ws: leaves the private network');
  return `${url.protocol}//${url.host}`;
}

/** The same rules for the origin of the client: `https:` anywhere, `http:` on loopback and private addresses. */
export function parseClientOrigin(text: string): string {
  const url = parse(text);
  const secure = url.protocol === 'https:';
  if (!secure && url.protocol !== 'http:')
    throw new MalformedBytes('a client has an https: or http: address');
  requireAuthorityOnly(url, text);
  if (!secure && !isPrivateHost(url.hostname)) throw new MalformedBytes('http: leaves the private network');
  return url.origin;
}

/** The relay that serves a client itself: same authority, WebSocket scheme. */
export function relayUrlOfOrigin(origin: string): string {
  return origin.replace(/^http/, 'ws');
}

/** `host:port` in lower case with the port always written: what a signature for a relay names. */
export function authorityOf(relayUrl: string): string {
  const url = parse(relayUrl);
  return `${url.hostname}:${url.port || (url.protocol === 'wss:' ? '443' : '80')}`;
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new MalformedBytes('not a URL');
  }
}

function requireAuthorityOnly(url: URL, text: string): void {
  const extra = url.pathname !== '/' || url.search || url.hash || url.username || url.password;
  // The parser drops a bare `?`, `#` or `@`; none of them belongs here either.
  if (extra || /[?#@\s\\]/.test(text)) throw new MalformedBytes('more than scheme, host and port');
}

/** The URL parser has already brought every spelling of an address into its standard form. */
function isPrivateHost(hostname: string): boolean {
  if (hostname === 'localhost') return true;
  if (hostname.startsWith('[')) return isPrivateIpv6(hostname.slice(1, -1));
  const parts = hostname.split('.').map(Number);
  return parts.length === 4 && parts.every(Number.isInteger) && isPrivateIpv4(parts);
}

function isPrivateIpv4([a = 0, b = 0]: readonly number[]): boolean {
  return (
    a === 127 ||
    a === 10 || // RFC 1918
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) || // link-local, RFC 3927
    (a === 100 && b >= 64 && b < 128) // shared, RFC 6598; overlay networks such as Tailscale live here
  );
}

function isPrivateIpv6(address: string): boolean {
  // Loopback; unique local, RFC 4193 (fc00::/7); link-local (fe80::/10).
  return address === '::1' || /^f[cd][0-9a-f]{2}:/.test(address) || /^fe[89ab][0-9a-f]:/.test(address);
}
