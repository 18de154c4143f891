/** What is typed behind a command, read into values. A value that does not fit is told by its flag. */
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { InvalidArgumentError } from 'commander';
import type { HostOptions } from '../host/options.ts';
import { codexConfigFile } from '../host/settings/codex-features.ts';
import { sshConfigFile } from '../host/ssh/config/places.ts';

export function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('A port is 0 to 65535.');
  return Number(text);
}

export function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1.');
  return Number(text);
}

export function address(text: string): string {
  if (isIP(text) === 0)
    throw new InvalidArgumentError('Give an IP address of this machine, such as 127.0.0.1.');
  return text;
}

export function relayUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'wss:' && url.protocol !== 'ws:')) {
    throw new InvalidArgumentError('A relay is given as wss://its.name');
  }
  return text;
}

export function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.origin !== text || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('An origin is https://its.name, without a path.');
  }
  return text;
}

/** For a flag that may be given more than once. */
export const each =
  (parse: (text: string) => string) =>
  (text: string, before: string[] = []): string[] => [...before, parse(text)];

export interface StartFlags {
  readonly data: string;
  readonly port?: number;
  readonly bind: string;
  readonly relay?: string[];
  readonly clientOrigin?: string;
  readonly demo: boolean;
  readonly codex?: string;
  readonly name?: string;
}

/** @param clientFiles Folder of the phone's page, if it was built. */
export function hostOptions(
  flags: StartFlags,
  version: string,
  clientFiles: string | undefined,
): HostOptions {
  return {
    folder: flags.data,
    version,
    ...(flags.name !== undefined && { name: flags.name }),
    embedded: {
      port: flags.port ?? null,
      bind: flags.bind,
      clientFiles: clientFiles ?? null,
    },
    relays: flags.relay ?? [],
    clientOrigin: flags.clientOrigin ?? null,
    codex: { command: flags.codex ?? null },
    codexConfig: codexConfigFile(process.env, homedir()),
    ssh: { config: sshConfigFile(process.env) },
    demo: flags.demo,
  };
}
