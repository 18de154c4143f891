/** Hosts in what programs of the network are given: this computer, another one, or the one that hands out keys. Pure. */

/** Each names this computer, and is read as the same by every program. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\]|::1|0\.0\.0\.0)$/i;
const METADATA = /^(169\.254\.\d+\.\d+|metadata(\.google\.internal)?|\[fd00:ec2::254\]|100\.100\.100\.200)$/i;
/** `http://host:port/…` without a name, a password or anything that programs may read in two ways. */
const PLAIN_URL = /^(?:(https?):\/\/)?(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d+)?(?:\/[^\\]*|[?#][^\\@]*)?$/i;

export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Whether a URL of the web, as it is written, surely means this computer. */
export function isLoopbackUrl(url: string): boolean {
  const host = PLAIN_URL.exec(url)?.[2];
  return host !== undefined && isLoopback(host);
}

export interface Address {
  /** Null: it cannot be told. */
  readonly host: string | null;
  /** With a colon; empty: none is written. */
  readonly scheme: string;
  readonly hasPassword: boolean;
  /** Where clouds hand out the keys of a machine. */
  readonly metadata: boolean;
}

/** What a URL of any scheme names, written with or without one. */
export function addressOf(url: string): Address {
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(url)?.[1]?.toLowerCase() ?? '';
  // As the web reads it: numbers of every base are addresses.
  const web = URL.parse(`http://${scheme === '' ? url : url.slice(scheme.length + 2)}`);
  const host = web === null || web.hostname === '' ? null : web.hostname;
  return {
    host,
    scheme,
    hasPassword: web !== null && web.username !== '',
    metadata: host !== null && (METADATA.test(host) || /^\[::ffff:a9fe:/i.test(host)),
  };
}
