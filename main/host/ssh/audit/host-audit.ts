/** What one host of the SSH configuration is given when somebody connects to it. Plain values, as they go into JSON. */
import type { Conditional } from '../config/resolve.ts';
import type { AgentKey } from './agent-keys.ts';
import type { HostKeyCheck } from './host-settings.ts';
import type { KeyOnDisk } from './keys.ts';
import type { Certificate } from './public-key.ts';

export interface OfferedKey extends KeyOnDisk {
  /** As it is written. */
  readonly path: string;
  /** Where that is; null: not known, because ssh fills something in that is not known here. */
  readonly file: string | null;
  /** Nobody wrote it: one of the files that ssh looks for by itself. */
  readonly byDefault: boolean;
  /** Whether the agent of this host holds it too; null: not known. */
  readonly inAgent: boolean | null;
}

export interface AgentUse {
  /** Its socket; null: none, or the system's own. */
  readonly socket: string | null;
  readonly state: 'answers' | 'silent' | 'none';
  /** `all`: every key that it holds is offered · `named`: only those of the key files (IdentitiesOnly) · `none` */
  readonly offered: 'all' | 'named' | 'none';
  readonly keys: readonly AgentKey[];
}

export interface Forward {
  readonly kind: 'local' | 'remote' | 'dynamic';
  /** Port, address or socket that is listened on: here, for `remote` over there. */
  readonly listen: string;
  /** Where it leads; null: wherever the other end asks for. */
  readonly target: string | null;
}

export interface HostAudit {
  readonly alias: string;
  /** Where it stands first; null: it is named nowhere, and meant by a pattern at most. */
  readonly file: string | null;
  readonly line: number | null;
  /** Why it cannot be connected, in words; nothing else is then known of it. */
  readonly unusable: string | null;
  /** Why this is from the files although ssh was to be asked, in words. */
  readonly problem: string | null;
  readonly user: string;
  readonly hostName: string;
  readonly port: number;
  /** Hosts on the way, in order. */
  readonly jumps: readonly string[];
  /** Run on this computer to reach it. */
  readonly proxyCommand: string | null;
  readonly keys: readonly OfferedKey[];
  readonly certificates: readonly { readonly path: string; readonly certificate: Certificate | null }[];
  readonly agent: AgentUse;
  /** Whether the agent can be used from over there; a text: another agent than this host's. */
  readonly forwardAgent: boolean | string;
  readonly forwardX11: 'no' | 'untrusted' | 'trusted';
  readonly forwards: readonly Forward[];
  /** Whether others in the network may use what is listened on here (GatewayPorts). */
  readonly gatewayPorts: boolean;
  readonly delegatesCredentials: boolean;
  readonly hostKeys: HostKeyCheck;
  /** Whether keys of hosts are kept at all, so that another one is noticed. */
  readonly remembersHostKeys: boolean;
  /** Run on this computer once it is connected. */
  readonly localCommand: string | null;
  readonly remoteCommand: string | null;
  /** `Match` sections that may hold, with the commands that ssh runs to find out. Not applied, unless ssh was asked. */
  readonly conditionals: readonly Conditional[];
  /** Whether the name is looked up first and may then mean other sections (CanonicalizeHostname). */
  readonly canonicalized: boolean;
  /** The worst first. */
  readonly warnings: readonly Warning[];
}

export type WarningLevel = 'high' | 'medium' | 'low';

export interface Warning {
  /** Stable, for scripts. */
  readonly code: string;
  readonly level: WarningLevel;
  /** What is so, and what it means. */
  readonly text: string;
  /** What to do; null: nothing that would not take something away. */
  readonly remedy: string | null;
}
