// @ts-check
/** Where a packed app looks for its new versions: an address of the environment of whoever packs it. Pure. */

const UPDATE_URL = 'OUTPOST_UPDATE_URL';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string | undefined} The folder that holds latest*.yml and the programs; undefined: no feed is packed, and
 * the app says that it does not look for new versions.
 * @throws {Error} A sentence for whoever packs, without the address: it may hold what is secret.
 */
export function updateFeed(environment) {
  const given = environment[UPDATE_URL];
  if (given === undefined || given === '') return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined) throw new Error(`${UPDATE_URL} is not an address.`);
  // The digest of a program comes from the feed: whoever can change one on its way can change the other. A feed on the
  // packing machine itself is for trying it out.
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    throw new Error(`${UPDATE_URL} has to begin with https://.`);
  // It is packed into every copy, for everyone to read.
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new Error(`${UPDATE_URL} has to be a plain address: no user, password, query or fragment.`);
  return url.href;
}
