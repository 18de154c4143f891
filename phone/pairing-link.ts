/**
 * The pairing link that this page was opened by. Imported before everything else, so that the secret in the fragment
 * leaves the address and the history before any other script of the page runs; it is then kept in this module only, and
 * given out once.
 */
let link: string | null = null;

function take(): void {
  const { hash, href, pathname, search } = location;
  if (hash.length < 2) return;
  link = href;
  history.replaceState(history.state, '', pathname + search);
}
take();

/** @returns the link, the first time; null when the page was opened by none. */
export function takePairingLink(): string | null {
  const taken = link;
  link = null;
  return taken;
}

/** A link opened while this page is open changes only its fragment, so the page is not loaded anew. */
export function onPairingLink(opened: () => void): () => void {
  const listener = () => {
    take();
    if (link !== null) opened();
  };
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}
