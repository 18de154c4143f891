/** With what somebody says who they are when they connect to a host: key files, certificates, and the keys of an agent. */
import { lower } from '../config/patterns.ts';
import type { SshPlaces } from '../config/places.ts';
import { type AgentAddress, Agents } from './agent-keys.ts';
import type { AgentUse, HostAudit, OfferedKey } from './host-audit.ts';
import { type HostSettings, isNone, isOn, jumpsOf } from './host-settings.ts';
import { KeyFiles, NOTHING } from './keys.ts';
import { expandPath, type TokenFacts } from './tokens.ts';

/** As ssh looks for them by itself. */
const DEFAULT_KEYS = ['rsa', 'ecdsa', 'ecdsa_sk', 'ed25519', 'ed25519_sk', 'xmss', 'dsa'].map(
  (type) => `~/.ssh/id_${type}`,
);

type Offered = Pick<HostAudit, 'keys' | 'certificates' | 'agent'>;

export const NO_KEYS: Offered = {
  keys: [],
  certificates: [],
  agent: { socket: null, state: 'none', offered: 'none', keys: [] },
};

export interface OfferedKeysOptions {
  readonly places: SshPlaces;
  readonly env: NodeJS.ProcessEnv;
  /** Who runs ssh, and on which computer. */
  readonly localUser: string;
  readonly localHost: string;
  /** Path or name of ssh-add. */
  readonly sshAdd: string;
}

export class OfferedKeys {
  readonly #options: OfferedKeysOptions;
  readonly #files: KeyFiles;
  readonly #agents: Agents;

  constructor(options: OfferedKeysOptions) {
    this.#options = options;
    this.#files = new KeyFiles(options.places.uid);
    this.#agents = new Agents(options.sshAdd, options.env);
  }

  async of(settings: HostSettings): Promise<Offered> {
    if (/^(?:no|false)$/i.test(settings.one('pubkeyauthentication') ?? 'yes')) return NO_KEYS;
    const facts = this.#tokenFacts(settings);
    const address = agentAddress(settings, facts);
    const { state, keys: agentKeys } = await this.#agents.ask(address);
    const written = settings.all('identityfile').filter((path) => lower(path) !== 'none');
    const isDefault = settings.all('identityfile').length === 0;
    const paths = isDefault ? DEFAULT_KEYS : written;
    const keys: OfferedKey[] = [];
    for (const path of paths) {
      const file = expandPath(path, facts);
      const look = file === null ? { ...NOTHING, state: 'missing' as const } : await this.#files.look(file);
      const byDefault = isDefault || DEFAULT_KEYS.includes(path);
      if (byDefault && look.state === 'missing') continue;
      const inAgent =
        state !== 'answers' || look.fingerprint === null
          ? state === 'none'
            ? false
            : null
          : agentKeys.some(({ fingerprint }) => fingerprint === look.fingerprint);
      keys.push({ path, file, byDefault, inAgent, ...look });
    }
    const certificates = await Promise.all(
      settings.all('certificatefile').map(async (path) => {
        const file = expandPath(path, facts);
        return { path, certificate: file === null ? null : await this.#files.certificate(file) };
      }),
    );
    const offered = state !== 'answers' ? 'none' : isOn(settings.one('identitiesonly')) ? 'named' : 'all';
    const agent: AgentUse = {
      socket: typeof address === 'object' ? address.socket : null,
      state,
      offered,
      keys: agentKeys,
    };
    return { keys, certificates, agent };
  }

  #tokenFacts(settings: HostSettings): TokenFacts {
    const { places, env, localUser, localHost } = this.#options;
    const { alias, hostName, user, port } = settings;
    return {
      platform: places.platform,
      home: places.home,
      uid: places.uid,
      env,
      localUser,
      localHost,
      alias,
      hostName,
      user,
      port,
      hostKeyAlias: settings.one('hostkeyalias'),
      jump: jumpsOf(settings).join(','),
    };
  }
}

/** `IdentityAgent`, or the agent of the session; on Windows the service, which needs no name. */
function agentAddress(settings: HostSettings, facts: TokenFacts): AgentAddress {
  if (isNone(settings, 'identityagent')) return 'none';
  const written = settings.one('identityagent');
  const variable = written === 'SSH_AUTH_SOCK' ? written : /^\$([A-Za-z0-9_]+)$/.exec(written ?? '')?.[1];
  if (written !== null && variable === undefined) {
    const socket = expandPath(written, facts);
    return socket === null ? 'none' : { socket };
  }
  const socket = facts.env[variable ?? 'SSH_AUTH_SOCK'] ?? '';
  if (socket !== '') return { socket };
  return facts.platform === 'win32' && variable === undefined ? 'default' : 'none';
}
