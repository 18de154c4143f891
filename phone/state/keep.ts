/** What outlives a reload of this tab, and nothing longer: words not sent yet. Losing it costs a draft, never a key. */
export interface Keep {
  read(key: string): unknown;
  write(key: string, value: unknown): void;
}

/** Session storage; where there is none (private mode, full), memory does for as long as the page lives. */
export function tabKeep(): Keep {
  const memory = new Map<string, string>();
  return {
    read(key) {
      let text: string | null | undefined = memory.get(key);
      try {
        text = sessionStorage.getItem(key) ?? text;
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
      const text = JSON.stringify(value);
      memory.set(key, text);
      try {
        sessionStorage.setItem(key, text);
      } catch {
        // Full or switched off: memory has it.
      }
    },
  };
}
