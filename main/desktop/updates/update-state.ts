/**
 * How it stands with new versions of the desktop app. Of the desktop and not of the host: a host in a terminal is brought
 * up to date as it was installed.
 */
export type UpdateState =
  /** As far as is known, this is the newest. */
  | { readonly kind: 'none' }
  | { readonly kind: 'downloading'; readonly version: string }
  /** Fetched and checked; put in place by a restart, or when the app is quit. */
  | { readonly kind: 'ready'; readonly version: string }
  /** Nothing is looked for. `detail`: a sentence that says why, and what to do. */
  | { readonly kind: 'off'; readonly detail: string }
  /** It could not be looked for or fetched; tried again by itself. `detail`: a sentence. */
  | { readonly kind: 'failed'; readonly detail: string };
