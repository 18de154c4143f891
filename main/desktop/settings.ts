/**
 * What the person who starts the desktop may set, from the environment; everything has a default that just works.
 *
 * | variable                 | meaning                                                                        |
 * |--------------------------|--------------------------------------------------------------------------------|
 * | OUTPOST_RELAYS           | relays to meet phones at, `wss://…`, separated by spaces; the first goes in links |
 * | OUTPOST_CLIENT_ORIGIN    | where links open, `https://…`; by default the embedded relay serves the page     |
 * | OUTPOST_BIND, OUTPOST_PORT | address and port of the embedded relay; all interfaces, a port of its choice   |
 * | OUTPOST_CODEX            | the Codex program; by default it is looked for                                   |
 */
import * as v from 'valibot';
import type { HostOptions } from '../host/options.ts';

const RelayUrl = v.pipe(v.string(), v.url(), v.regex(/^wss?:\/\//, 'must start with wss:// or ws://'));
const Environment = v.object({
  OUTPOST_RELAYS: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(/\s+/).filter((part) => part !== '')),
      v.array(RelayUrl),
    ),
    '',
  ),
  OUTPOST_CLIENT_ORIGIN: v.optional(v.pipe(v.string(), v.url())),
  OUTPOST_BIND: v.optional(v.pipe(v.string(), v.ip('must be an IP address')), '0.0.0.0'),
  OUTPOST_PORT: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a number'), v.transform(Number), v.maxValue(65_535)),
  ),
  OUTPOST_CODEX: v.optional(v.pipe(v.string(), v.minLength(1))),
});

export type Settings = Pick<HostOptions, 'embedded' | 'relays' | 'clientOrigin' | 'codex' | 'demo'>;

/**
 * @param clientFiles folder of the phone's page, if it was built
 * @throws Error naming the variable that does not fit, and why; never its value
 */
export function readSettings(environment: NodeJS.ProcessEnv, clientFiles: string | undefined): Settings {
  const parsed = v.safeParse(Environment, environment);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(
      `The variable ${String(issue.path?.[0]?.key)} cannot be used: it ${reason(issue.message)}.`,
    );
  }
  const values = parsed.output;
  return {
    embedded: {
      port: values.OUTPOST_PORT ?? null,
      bind: values.OUTPOST_BIND,
      clientFiles: values.OUTPOST_CLIENT_ORIGIN === undefined ? (clientFiles ?? null) : null,
    },
    relays: values.OUTPOST_RELAYS,
    clientOrigin: values.OUTPOST_CLIENT_ORIGIN ?? null,
    codex: { command: values.OUTPOST_CODEX ?? null },
    demo: true,
  };
}

const reason = (message: string): string => (message.startsWith('must') ? message : 'is not an address');
