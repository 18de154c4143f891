/**
 * What the desktop app is started with: the same flags as `outpost start`, so that `npm start -- --data DIR` means the
 * same in both shells. Chromium's own switches stand on the same line and are left alone.
 */
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { HostOptions } from '../host/options.ts';

const isOneOf = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

const Flags = v.object({
  data: v.optional(v.string()),
  name: v.optional(v.string()),
  codex: v.optional(v.string()),
  bind: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isIP(text) !== 0, 'is an IP address of this computer'),
    ),
    '0.0.0.0',
  ),
  port: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'is a number up to 65535'),
      v.transform(Number),
    ),
  ),
  relay: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.check((text) => isOneOf(text, ['wss:', 'ws:']), 'is given as wss://its.name'),
      ),
    ),
    [],
  ),
  'client-origin': v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => isOneOf(text, ['https:', 'http:']) && new URL(text).origin === text,
        'is given as https://its.name, without a path',
      ),
    ),
  ),
  'no-demo': v.optional(v.boolean(), false),
});

export interface CommandLine {
  /** The data folder, if one was named. */
  readonly data: string | undefined;
  readonly host: Pick<HostOptions, 'embedded' | 'relays' | 'clientOrigin' | 'codex' | 'demo' | 'name'>;
}

/**
 * @param argv without the program and, in development, without the main bundle
 * @param clientFiles folder of the phone's page, if it was built
 * @throws Error with a sentence that names the flag; never its value
 */
export function parseCommandLine(argv: readonly string[], clientFiles: string | undefined): CommandLine {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...{ data: text, name: text, codex: text, bind: text, port: text, 'client-origin': text },
      relay: { type: 'string', multiple: true },
      'no-demo': { type: 'boolean' },
    },
    strict: false,
  });
  const parsed = v.safeParse(Flags, values);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const reason = issue.type === 'check' ? issue.message : 'needs a value';
    throw new Error(`The flag --${String(issue.path?.[0]?.key)} cannot be used: its value ${reason}.`);
  }
  const flags = parsed.output;
  return {
    data: flags.data,
    host: {
      ...(flags.name !== undefined && { name: flags.name }),
      embedded: {
        port: flags.port ?? null,
        bind: flags.bind,
        clientFiles: clientFiles ?? null,
      },
      relays: flags.relay,
      clientOrigin: flags['client-origin'] ?? null,
      codex: { command: flags.codex ?? null },
      demo: !flags['no-demo'],
    },
  };
}
