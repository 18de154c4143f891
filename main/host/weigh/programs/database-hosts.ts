/** Which server a database's program speaks with. */
import { addressOf, isLoopback } from '../addresses.ts';
import type { Weighing } from '../call.ts';
import type { Argument } from '../shell/argument.ts';

const ELSEWHERE = 'It speaks with a database on another computer.';
/** What programs of databases take their server from. */
const VARIABLES =
  /^(PGHOST|PGHOSTADDR|PGSERVICE|PGSERVICEFILE|MYSQL_HOST|REDISCLI_HOST|DATABASE_URL|MONGO(DB)?_URI|REDIS_URL)$/;
export const isProduction = (text: string): boolean => /^(prod|production|staging|live)$/i.test(text);

/** A host as an option gives it: a name, an address, or the folder of a socket. */
export function weighHost({ text, shown }: Argument, on: Weighing): void {
  if (text !== null && (text === '' || text.startsWith('/') || isLoopback(text.replace(/:\d+$/, '')))) return;
  on.network(text);
  on.found(
    'commit',
    text === null
      ? `Which database it speaks with is only decided while it runs: ${shown.slice(0, 60)}`
      : ELSEWHERE,
  );
}

/** A name of a database, a URL, or `host=… dbname=…`. */
export function weighConnection(connection: Argument, on: Weighing): void {
  const { text, shown } = connection;
  if (text === null) {
    on.network(null);
    return on.found(
      'commit',
      `Which database it speaks with is only decided while it runs: ${shown.slice(0, 60)}`,
    );
  }
  if (/^[a-z][a-z0-9+.-]*:(\/\/|@|[a-z]+:\/\/)/i.test(text)) return weighUrl(text, on);
  if (!/\w\s*=/.test(text)) return;
  if (/\bservice\s*=/.test(text)) return on.found('commit', ELSEWHERE);
  for (const [, host] of text.matchAll(/\bhost(?:addr)?\s*=\s*'?([^\s']*)/g))
    for (const each of host!.split(',')) weighHost({ ...connection, text: each, start: each }, on);
}

function weighUrl(text: string, on: Weighing): void {
  if (/^(file|sqlite3?|duckdb):/i.test(text)) return;
  const url = text.replace(/^jdbc:/, '');
  // `?host=` leads elsewhere, and several hosts are several.
  const several = /[?&](host|hostaddr|service|servers?)=/i.test(url) || /\/\/[^/]*,/.test(url);
  const { host } = addressOf(url);
  if (!several && (host === null ? /^[a-z+]+:\/\/\/[^/]*$/i.test(url) : isLoopback(host))) return;
  on.network(host);
  on.found('commit', ELSEWHERE);
}

/** What the command itself has set, in front of the program or before. */
export function weighSurroundings(on: Weighing): void {
  for (const [name, text] of on.assigned()) {
    if (VARIABLES.test(name)) {
      const value = { text, start: text ?? '', glob: false, origin: 'unknown', shown: name } as const;
      if (/URL|URI/.test(name)) weighConnection(value, on);
      else if (/SERVICE/.test(name)) on.found('commit', ELSEWHERE);
      else weighHost(value, on);
    }
    if (
      /(^|_)(ENV|ENVIRONMENT|STAGE)$|SETTINGS_MODULE$/.test(name) &&
      (text === null || text.split(/[._-]/).some(isProduction))
    )
      on.found(
        'commit',
        `It works on ${text ?? 'a database that is only decided while it runs'}, by ${name}.`,
      );
  }
}
