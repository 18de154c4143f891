/** What stands on a card beside the question, in words. Phone, window and terminal say the same. */

export type CardTier = 'steer' | 'continue' | 'expand' | 'commit';

/** Who gave a line: the computer saw it, or the agent said it. */
export type CardSource = 'host' | 'agent';
export const SOURCE_TITLE: Record<CardSource, string> = {
  agent: 'The agent says',
  host: 'This computer saw',
};

export const NOT_STATED = 'not stated';

/** As policies call them. */
export const TIER_TITLE: Record<CardTier, string> = {
  steer: 'Words',
  continue: 'Local',
  expand: 'Reaches further',
  commit: 'For good',
};
/** What a tier means, for who meets it the first time. */
export const TIER_MEANS: Record<CardTier, string> = {
  steer: 'Nothing but words.',
  continue: 'It stays in the project and can be undone.',
  expand: 'It reaches beyond the project, or nobody knows how far.',
  commit: 'Others would notice it, or it cannot be taken back.',
};

export interface CardTouches {
  network: readonly string[] | null;
  secrets: readonly string[];
  writes: readonly string[];
  programs: readonly string[];
  more: number;
  outsideSandbox: boolean;
  mayRunTwice: boolean;
  hidden: boolean;
}

export interface CardFile {
  path: string;
  kind: 'add' | 'delete' | 'update';
  added: number;
  removed: number;
}
export interface CardSoFar {
  files: readonly CardFile[];
  total: { files: number; added: number; removed: number };
}
export interface CardCheck {
  command: string;
  exitCode: number | null;
  at: number;
  outdated: boolean;
}

export interface CardReason {
  tier: CardTier;
  text: string;
}

/** What the host's card says beside the question, who raised it and where. */
export interface CardSurroundings {
  source: 'agent' | 'hook';
  tier: CardTier;
  /** Highest first. */
  reasons: readonly CardReason[];
  handling: 'rule' | 'phone' | 'hold' | 'desk' | 'never';
  /** In milliseconds since 1970, by the host's clock. */
  expiresAt: number | null;
  touches: CardTouches | null;
  soFar: CardSoFar | null;
  checks: readonly CardCheck[] | null;
  next: string | null;
}

/** One kind of thing that is touched: its names, or words in their place. */
export interface Touched {
  name: string;
  names: readonly string[];
  words: string | null;
}

/** What it touches, what was looked for and not found, and what could not be looked at. */
export function touchedBy({ network, secrets, writes, programs, more, hidden }: CardTouches): Touched[] {
  const list = (name: string, names: readonly string[]): Touched => ({ name, names, words: null });
  const said = (name: string, words: string): Touched => ({ name, names: [], words });
  const missing = [
    ...(network === null ? ['network'] : []),
    ...(secrets.length === 0 ? ['secrets'] : []),
    ...(writes.length === 0 ? ['writing'] : []),
  ];
  return [
    ...(network === null
      ? []
      : [network.length === 0 ? said('Network', 'some, not known which') : list('Network', network)]),
    ...[list('Secrets', secrets), list('Writes', writes), list('Programs', programs)].filter(
      ({ names }) => names.length > 0,
    ),
    ...(more > 0 ? [said('Left out', `${more} more of these`)] : []),
    // What is hidden may hold any of them.
    ...(hidden ? [said('Hidden', 'part of what it does cannot be seen')] : []),
    ...(missing.length > 0 && !hidden ? [said('Not seen', missing.join(', '))] : []),
  ];
}

/** `3 files, 40 lines added, 2 removed`; commands write files, too, and those are not counted. */
export function soFarWords(soFar: CardSoFar | null): string {
  if (soFar === null) return NOT_STATED;
  const { files, added, removed } = soFar.total;
  if (files === 0) return 'none';
  return `${files === 1 ? '1 file' : `${files} files`}, ${added === 1 ? '1 line' : `${added} lines`} added, ${removed} removed`;
}

/** Who raised the question. */
export const askedWords = ({ source }: { source: 'agent' | 'hook' }): string =>
  source === 'hook' ? 'at the gate of this computer, before it is done' : 'by the agent itself';

/** How a check ended, and when. */
export function checkWords({ exitCode, at, outdated }: CardCheck, now: number): string {
  const ended =
    exitCode === null
      ? 'how it ended is not known'
      : exitCode === 0
        ? 'passed (exit code 0)'
        : `failed (exit code ${exitCode})`;
  return `${ended}, ${before(at, now)}${outdated ? ', before the last change' : ''}`;
}

/** `in 3 hours`: when an open question counts as declined. */
export function expiryWords(expiresAt: number, now: number): string {
  const left = expiresAt - now;
  return `Counts as declined ${left <= MINUTE ? 'within a minute' : `in ${span(left)}`}.`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const before = (at: number, now: number): string =>
  now - at < MINUTE ? 'just now' : `${span(now - at)} ago`;

/** The largest unit that fits, rounded down. @param ms a minute at least */
function span(ms: number): string {
  const [size, unit] = ms < HOUR ? [MINUTE, 'minute'] : ms < DAY ? [HOUR, 'hour'] : [DAY, 'day'];
  const count = Math.floor(ms / size);
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
