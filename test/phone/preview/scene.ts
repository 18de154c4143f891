import type { PhoneClient } from '../../../phone/phone-client.ts';
import type { KeptHome } from '../../../phone/state/last-home.ts';
import type { ScriptedHost } from '../scripted-host.ts';

/** One state of the page, and the host that it is about. */
export interface Scene {
  host: ScriptedHost;
  /** No host is stored. */
  unpaired?: boolean;
  link?: string;
  pairing?: Partial<PhoneClient>;
  /** What was known on a page before. */
  known?: KeptHome;
  /** Where the page opens. */
  place?: unknown;
}

/** The page opens on this thread. */
export const at = (thread: string, approval: string | null = null) => ({
  tab: 'inbox',
  depth: 0,
  detail: { view: 'thread', thread, approval },
});
