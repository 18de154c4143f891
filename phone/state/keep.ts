/**
 * What outlives the page: words that were not sent yet, and how a person likes to work. Losing it costs a draft, never a key.
 * It stays when the app is closed, because a phone closes it whenever it likes.
 */
export interface Keep {
  read(key: string): unknown;
  /** @param value undefined: forget it */
  write(key: string, value: unknown): void;
}

/** What is kept of a host beside its keys, each under {@link keyOf}. */
export const KEPT = ['outbox', 'drafts', 'choices'] as const;

/** @param host its id */
export const keyOf = (kept: (typeof KEPT)[number], host: string): string => `${kept}:${host}`;

/**
 * The browser's local storage, which all tabs share: what is read is what any of them wrote last. Where there is none (private
 * mode, full), memory does for as long as the page lives.
 */
export function pageKeep(): Keep {
  /** What storage did not take. */
  const memory = new Map<string, string>();
  return {
    read(key) {
      let text: string | null | undefined = memory.get(key);
      try {
        text ??= localStorage.getItem(key);
      } catch {
        // Storage is switched off: memory stands in.
      }
      if (text == null) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    },
    write(key, value) {
      const text = value === undefined ? undefined : JSON.stringify(value);
      memory.delete(key);
      try {
        if (text === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      } catch {
        // Full or switched off.
        if (text !== undefined) memory.set(key, text);
      }
    },
  };
}
