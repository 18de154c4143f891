/**
 * What an SSH configuration reaches, without connecting anywhere: for each host who, where, on which way, with which keys, and
 * what is opened meanwhile. From the files alone, so that nothing of them is run; or, where that is wanted, by asking
 * `ssh -G`, which runs every `Match exec`.
 */
import { refusalOfAlias, unusableSentence } from '../config/alias.ts';
import { type EffectiveError, type EffectiveSettings, effectiveSettings } from '../config/effective.ts';
import type { Fault } from '../config/faults.ts';
import { hostsOf } from '../config/hosts.ts';
import { criteriaOf } from '../config/match.ts';
import type { SshPlaces } from '../config/places.ts';
import { type Resolved, resolveHost } from '../config/resolve.ts';
import { type ConfigFile, readSshConfig, type SshConfig } from '../config/ssh-config.ts';
import type { Forward, HostAudit } from './host-audit.ts';
import {
  type HostSettings,
  hostKeyCheckOf,
  isNone,
  isOn,
  jumpsOf,
  settingsFromFiles,
  settingsFromSsh,
} from './host-settings.ts';
import { NO_KEYS, OfferedKeys } from './offered-keys.ts';
import { type Audited, warningsOf } from './warnings.ts';

/** Hosts that are looked at, and those that ssh is asked about: each is a process, and may run commands. */
export const MOST_AUDITED = 1000;
export const MOST_ASKED = 200;
const ASKED_AT_ONCE = 4;

export interface AuditOptions {
  readonly places: SshPlaces;
  readonly env: NodeJS.ProcessEnv;
  /** Who runs ssh, and on which computer. */
  readonly localUser: string;
  readonly localHost: string;
  readonly programs: { readonly ssh: string; readonly sshAdd: string };
  /** Only these; null: all that are named. */
  readonly hosts: readonly string[] | null;
  /** Whether `ssh -G` is asked, and so every `Match exec` run. */
  readonly ask: boolean;
  readonly now: number;
}

export interface Audit {
  readonly version: 1;
  /** `files`: nothing was run · `ssh`: `ssh -G` was asked, and ran every `Match exec` on its way. */
  readonly from: 'files' | 'ssh';
  /** Every file that was read, in order. */
  readonly files: readonly string[];
  readonly hosts: readonly HostAudit[];
  /** Hosts that are left out because there are too many. */
  readonly more: number;
  /** Every `Match exec` there is, for whichever host. */
  readonly matchExec: readonly {
    readonly file: string;
    readonly line: number;
    readonly commands: readonly string[];
  }[];
  readonly faults: readonly Fault[];
}

export async function auditSsh(options: AuditOptions): Promise<Audit> {
  const config = await readSshConfig(options.places);
  const list = hostsOf(config);
  const named = new Map(list.hosts.map((host) => [host.alias, host]));
  const wanted = [...new Set(options.hosts ?? list.hosts.map(({ alias }) => alias))];
  const most = options.ask ? MOST_ASKED : MOST_AUDITED;
  const auditor = new Auditor(options, config);
  const hosts: HostAudit[] = [];
  for (let from = 0; from < Math.min(wanted.length, most); from += ASKED_AT_ONCE) {
    const some = wanted.slice(from, Math.min(from + ASKED_AT_ONCE, most));
    hosts.push(
      ...(await Promise.all(
        some.map((alias) => {
          const host = named.get(alias);
          return auditor.host(alias, host === undefined ? null : { file: host.file, line: host.line });
        }),
      )),
    );
  }
  return {
    version: 1,
    from: options.ask ? 'ssh' : 'files',
    files: [...new Set(config.files.flatMap(pathsOf))],
    hosts,
    more: Math.max(0, wanted.length - most),
    matchExec: uniqueBy(config.files.flatMap(matchExecOf), ({ file, line }) => `${file}:${line}`),
    faults: list.faults,
  };
}

class Auditor {
  readonly #options: AuditOptions;
  readonly #config: SshConfig;
  readonly #keys: OfferedKeys;

  constructor(options: AuditOptions, config: SshConfig) {
    this.#options = options;
    this.#config = config;
    this.#keys = new OfferedKeys({ ...options, sshAdd: options.programs.sshAdd });
  }

  async host(alias: string, where: { file: string; line: number } | null): Promise<HostAudit> {
    const refusal = refusalOfAlias(alias);
    const resolved = resolveHost(this.#config, alias, { user: this.#options.localUser });
    const place = { alias, file: where?.file ?? null, line: where?.line ?? null };
    if (refusal !== null) {
      const nothing = { ...resolved, settings: new Map(), conditionals: [] };
      return {
        ...place,
        unusable: unusableSentence(refusal),
        problem: null,
        ...this.#plainFacts(settingsFromFiles(nothing), nothing),
        ...NO_KEYS,
        warnings: [],
      };
    }
    const asked = this.#options.ask ? await this.#ask(alias) : null;
    const settings =
      asked === null || asked instanceof Error ? settingsFromFiles(resolved) : settingsFromSsh(asked);
    const host: Audited = {
      ...place,
      unusable: null,
      problem: asked instanceof Error ? asked.message : null,
      ...this.#plainFacts(settings, resolved),
      ...(await this.#keys.of(settings)),
    };
    return { ...host, warnings: warningsOf(host, this.#options.now) };
  }

  #ask(alias: string): Promise<EffectiveSettings | EffectiveError> {
    const { places, programs, env } = this.#options;
    // Named to ssh where only that file is meant.
    const configFile = places.systemFile === null ? places.userFile : undefined;
    return effectiveSettings(alias, { program: programs.ssh, env, configFile }).catch(
      (error: EffectiveError) => error,
    );
  }

  #plainFacts(settings: HostSettings, { conditionals, canonicalized }: Resolved) {
    const { user, hostName, port } = settings;
    const forwardAgent = settings.one('forwardagent');
    const knownHosts = settings.one('userknownhostsfile');
    const gateway = settings.one('gatewayports');
    return {
      user,
      hostName,
      port,
      jumps: jumpsOf(settings),
      proxyCommand: settings.one('proxycommand'),
      forwardAgent:
        forwardAgent === null || /^(?:no|false)$/i.test(forwardAgent)
          ? false
          : isOn(forwardAgent) || forwardAgent,
      forwardX11: !isOn(settings.one('forwardx11'))
        ? ('no' as const)
        : // Some systems trust unless told otherwise, so this is taken for the worse.
          isOn(settings.one('forwardx11trusted') ?? 'yes')
          ? ('trusted' as const)
          : ('untrusted' as const),
      forwards: isOn(settings.one('clearallforwardings')) ? [] : forwardsOf(settings),
      gatewayPorts: isOn(gateway),
      delegatesCredentials: isOn(settings.one('gssapidelegatecredentials')),
      hostKeys: hostKeyCheckOf(settings),
      remembersHostKeys:
        knownHosts === null ? !isNone(settings, 'userknownhostsfile') : knownHosts !== '/dev/null',
      localCommand: isOn(settings.one('permitlocalcommand')) ? settings.one('localcommand') : null,
      remoteCommand: settings.one('remotecommand'),
      conditionals,
      canonicalized,
    };
  }
}

function forwardsOf(settings: HostSettings): Forward[] {
  const of = (keyword: string, kind: Forward['kind']): Forward[] =>
    settings.all(keyword).map((value) => {
      const [listen = '', target] = value.split(/\s+/);
      // ssh itself says `[socks]:0` of one that leads anywhere.
      return { kind, listen, target: target === undefined || target === '[socks]:0' ? null : target };
    });
  return [
    ...of('localforward', 'local'),
    ...of('remoteforward', 'remote'),
    ...of('dynamicforward', 'dynamic'),
  ];
}

const pathsOf = (file: ConfigFile): string[] => [
  file.path,
  ...file.directives.flatMap(({ included }) => included.flatMap(pathsOf)),
];

function matchExecOf({ path, directives }: ConfigFile): { file: string; line: number; commands: string[] }[] {
  return directives.flatMap(({ keyword, words, line, included }) => {
    if (keyword !== 'match') return included.flatMap(matchExecOf);
    const commands = (criteriaOf(words) ?? [])
      .filter(({ name }) => name === 'exec')
      .map(({ argument }) => argument ?? '');
    return commands.length === 0 ? [] : [{ file: path, line, commands }];
  });
}

function uniqueBy<Thing>(things: readonly Thing[], key: (thing: Thing) => string): Thing[] {
  return [...new Map(things.map((thing) => [key(thing), thing])).values()];
}
