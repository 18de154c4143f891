/** The hosts that a configuration names: what a person could type behind `ssh`, in the order in which it stands there. Pure. */
import { LONGEST_ALIAS, refusalOfAlias, unusableSentence } from './alias.ts';
import { portOf } from './config-text.ts';
import type { Fault } from './faults.ts';
import { criteriaOf } from './match.ts';
import { isPattern, matchesHostList } from './patterns.ts';
import type { ConfigFile, LoadedDirective, SshConfig } from './ssh-config.ts';

/** More than a person has; what is behind them is told as a fault. */
export const MOST_HOSTS = 10_000;

export interface SshHost {
  /** One that cannot be used may be cut short. */
  readonly alias: string;
  /** Where it stands first. */
  readonly file: string;
  readonly line: number;
  /** As they stand in that section, where they are plain; what ssh makes of the whole is another thing. */
  readonly hostName: string | null;
  readonly user: string | null;
  readonly port: number | null;
  /** Why it is never handed to ssh, in sentences; null: it can be connected. */
  readonly unusable: string | null;
}

export interface HostList {
  readonly hosts: readonly SshHost[];
  readonly faults: readonly Fault[];
}

/** Whether what is included behind a line can be for a host of this name. */
type Guard = (alias: string) => boolean;

export function hostsOf(config: SshConfig): HostList {
  const hosts = new Map<string, SshHost>();
  const faults: Fault[] = [];
  for (const file of config.files) collect(file, [], hosts, faults);
  return { hosts: [...hosts.values()], faults: [...config.faults, ...faults] };
}

function collect(
  file: ConfigFile,
  outer: readonly Guard[],
  hosts: Map<string, SshHost>,
  faults: Fault[],
): void {
  let guards = outer;
  for (const [at, directive] of file.directives.entries()) {
    const { keyword, included } = directive;
    if (keyword === 'host' || keyword === 'match') {
      const guard = guardOf(directive);
      guards = [...outer, guard];
      // One more than there may be, so that this is told.
      const fresh = namesIn(directive)
        .filter((name) => !hosts.has(name))
        .slice(0, MOST_HOSTS + 1 - hosts.size)
        .filter((name) => guards.every((holds) => holds(name)));
      if (fresh.length === 0) continue;
      const plain = plainValues(file.directives, at + 1);
      for (const alias of fresh)
        add(hosts, faults, { alias, file: file.path, line: directive.line, ...plain });
    }
    for (const each of included) collect(each, guards, hosts, faults);
  }
}

function add(hosts: Map<string, SshHost>, faults: Fault[], host: Omit<SshHost, 'unusable'>): void {
  if (hosts.has(host.alias)) return;
  if (hosts.size >= MOST_HOSTS) {
    if (faults.length === 0)
      faults.push({
        file: host.file,
        line: host.line,
        text: `More than ${MOST_HOSTS} hosts are named; those from here on are left out.`,
        stopsSsh: false,
      });
    return;
  }
  const { alias } = host;
  const refusal = refusalOfAlias(alias);
  hosts.set(alias, {
    ...host,
    alias: alias.length > LONGEST_ALIAS ? `${alias.slice(0, LONGEST_ALIAS)}…` : alias,
    unusable: refusal === null ? null : unusableSentence(refusal),
  });
}

/**
 * The names themselves, no patterns. Of a `Match` those of `originalhost`, which is what was typed; `host` is what a name
 * leads to, mostly of one that is listed already.
 */
function namesIn({ keyword, words }: LoadedDirective): string[] {
  const lists =
    keyword === 'host'
      ? [words]
      : (criteriaOf(words) ?? [])
          .filter(({ name, negated }) => name === 'originalhost' && !negated)
          .map(({ argument }) => argument?.split(',') ?? []);
  return [...new Set(lists.flat())].filter(
    (name) => name !== '' && !name.startsWith('!') && !isPattern(name),
  );
}

/** What depends on more than the name (a command, the network) may be so. */
function guardOf({ keyword, words, means }: LoadedDirective): Guard {
  if (keyword === 'host') return means;
  const criteria = (criteriaOf(words) ?? []).filter(({ name }) => name === 'originalhost');
  return (alias) =>
    criteria.every(({ argument, negated }) => matchesHostList(alias, argument ?? '') !== negated);
}

/** Of the section that begins at `from`. */
function plainValues(
  directives: readonly LoadedDirective[],
  from: number,
): Pick<SshHost, 'hostName' | 'user' | 'port'> {
  const values: { hostname?: string; user?: string; port?: string } = {};
  for (let at = from; at < directives.length; at++) {
    const { keyword, words } = directives[at] as LoadedDirective;
    if (keyword === 'host' || keyword === 'match') break;
    if (keyword === 'hostname' || keyword === 'user' || keyword === 'port')
      values[keyword] ??= words[0] ?? '';
  }
  return {
    hostName: plain(values.hostname),
    user: plain(values.user),
    port: values.port === undefined ? null : portOf(values.port),
  };
}

/** Text that means what it says, and can be shown. */
const plain = (value: string | undefined): string | null =>
  value === undefined || value.length > LONGEST_ALIAS || refusalOfPlain(value) ? null : value;

const refusalOfPlain = (value: string): boolean => value === '' || /[%\s]|\$\{|[\p{C}\p{Z}]/u.test(value);
