/** What tells on what this machine runs. */
import type { PowerSource } from '../options.ts';

export interface PowerSourceWatch {
  current(): PowerSource;
  /** Begins to watch; `changed` is called when `current` differs. @returns what ends the watch. */
  listen(changed: () => void): () => void;
}
