/** The paths of ssh_config: `~`, `%h` and its like (its section TOKENS), and `${VARIABLE}`. */
import { createHash } from 'node:crypto';
import { pathOf } from '../config/places.ts';

export interface TokenFacts {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid: number | null;
  /** Who runs ssh. */
  readonly localUser: string;
  /** Of this computer, with its domain where it has one. */
  readonly localHost: string;
  readonly alias: string;
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  readonly hostKeyAlias: string | null;
  readonly jump: string;
}

/** @returns an absolute path; null where ssh knows something that is not known here, or refuses it. */
export function expandPath(written: string, facts: TokenFacts): string | null {
  const { join, isAbsolute, resolve } = pathOf(facts.platform);
  // A home folder's name may hold anything, and is no token.
  const [, rest] = /^~(?:[\\/](.*))?$/su.exec(written) ?? [];
  const isHome = written === '~' || rest !== undefined;
  if (!isHome && written.startsWith('~')) return null;
  const filled = fill(isHome ? (rest ?? '') : written, facts);
  if (filled === null || (filled === '' && !isHome)) return null;
  if (isHome) return join(facts.home, filled);
  return isAbsolute(filled) ? filled : resolve(filled);
}

function fill(text: string, facts: TokenFacts): string | null {
  let known = true;
  const filled = text.replace(
    /%(.?)|\$\{([^}]*)\}/gsu,
    (_, token: string | undefined, variable: string | undefined) => {
      const value = token === undefined ? facts.env[variable ?? ''] : tokenValue(token, facts);
      if (value === undefined || value === null) known = false;
      return value ?? '';
    },
  );
  return known ? filled : null;
}

function tokenValue(token: string, facts: TokenFacts): string | null {
  switch (token) {
    case '%':
      return '%';
    case 'd':
      return facts.home;
    case 'h':
      return facts.hostName;
    case 'i':
      return facts.uid === null ? null : String(facts.uid);
    case 'j':
      return facts.jump;
    case 'k':
      return facts.hostKeyAlias ?? facts.alias;
    case 'L':
      return facts.localHost.split('.', 1)[0] as string;
    case 'l':
      return facts.localHost;
    case 'n':
      return facts.alias;
    case 'p':
      return String(facts.port);
    case 'r':
      return facts.user;
    case 'u':
      return facts.localUser;
    case 'C':
      return createHash('sha1')
        .update(`${facts.localHost}${facts.hostName}${facts.port}${facts.user}${facts.jump}`)
        .digest('hex');
    default:
      return null;
  }
}
