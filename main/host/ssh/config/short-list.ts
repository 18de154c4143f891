/** What a person is shown of many hosts: those used last first, a few in a menu, the others by searching. Pure. */

/** As much of a host as this needs; an `SshHostView` has it. */
export interface Listed {
  readonly alias: string;
  /** Where it leads, as far as that is known. */
  readonly about: string;
  /** Null: it can be connected. */
  readonly unusable: string | null;
  /** When it was last connected, in ms since the epoch; null: never. */
  readonly usedAt: number | null;
  readonly hidden: boolean;
}

/** Those used last first, the others as they stand in the configuration, and those that cannot be used at the end. */
export const orderHosts = <Host extends Listed>(hosts: readonly Host[]): Host[] =>
  hosts.toSorted((a, b) => weight(b) - weight(a));

const weight = ({ usedAt, unusable }: Listed): number => (unusable === null ? (usedAt ?? 0) : -1);

/** The first `most` for a menu, and how many there are beside them. What was hidden is in neither. */
export function shortList<Host extends Listed>(
  hosts: readonly Host[],
  most: number,
): { hosts: Host[]; more: number } {
  const shown = searchHosts(hosts, '');
  return { hosts: shown.slice(0, most), more: Math.max(0, shown.length - most) };
}

/**
 * Those that have each word of the text in their alias or address; best first: the alias itself, aliases that begin with
 * it, then as in `orderHosts`. What was hidden is found too, but not by a text of blanks, which finds all others.
 */
export function searchHosts<Host extends Listed>(hosts: readonly Host[], text: string): Host[] {
  const wanted = fold(text).trim();
  if (wanted === '') return orderHosts(hosts.filter(({ hidden }) => !hidden));
  const words = wanted.split(/\s+/);
  const found = hosts.filter(({ alias, about }) => {
    const where = fold(`${alias}\n${about}`);
    return words.every((word) => where.includes(word));
  });
  return orderHosts(found).toSorted((a, b) => rank(a.alias, wanted) - rank(b.alias, wanted));
}

function rank(alias: string, wanted: string): number {
  const name = fold(alias);
  return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();
