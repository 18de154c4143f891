/** What a person is shown of many hosts: those used last first, a few in a menu, the others by searching. Pure. */

/** As much of a host as this needs; an `SshHost` has it. */
export interface Listed {
  readonly alias: string;
  readonly hostName: string | null;
  readonly user: string | null;
  readonly unusable: string | null;
}

/** What the owner did with them. */
export interface HostHistory {
  /** When each alias was last connected, in ms since the epoch. */
  readonly usedAt: ReadonlyMap<string, number>;
  readonly hidden: ReadonlySet<string>;
}

/** Those used last first, then in the order of the configuration; those that cannot be used at the end. */
export function orderHosts<Host extends Listed>(hosts: readonly Host[], { usedAt }: HostHistory): Host[] {
  const at = (host: Host) => (host.unusable === null ? (usedAt.get(host.alias) ?? 0) : -1);
  return hosts.toSorted((a, b) => at(b) - at(a));
}

/** The first `most` for a menu, and how many there are beside them. What was hidden is in neither. */
export function shortList<Host extends Listed>(
  hosts: readonly Host[],
  history: HostHistory,
  most: number,
): { hosts: Host[]; more: number } {
  const shown = orderHosts(
    hosts.filter(({ alias }) => !history.hidden.has(alias)),
    history,
  );
  return { hosts: shown.slice(0, most), more: Math.max(0, shown.length - most) };
}

/**
 * Those in whose alias, address or user each word of the text is; best first: the alias itself, aliases that begin with it,
 * then as in `orderHosts`. What was hidden is found too; a text of blanks finds what is not hidden.
 */
export function searchHosts<Host extends Listed>(
  hosts: readonly Host[],
  text: string,
  history: HostHistory,
): Host[] {
  const wanted = fold(text).trim();
  if (wanted === '') return shortList(hosts, history, hosts.length).hosts;
  const words = wanted.split(/\s+/);
  const found = hosts.filter(({ alias, hostName, user }) => {
    const where = fold(`${alias}\n${hostName ?? ''}\n${user ?? ''}`);
    return words.every((word) => where.includes(word));
  });
  return orderHosts(found, history).toSorted((a, b) => rank(a.alias, wanted) - rank(b.alias, wanted));
}

function rank(alias: string, wanted: string): number {
  const name = fold(alias);
  return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();
