/** `outpost ssh`: which SSH hosts there are, how they stand, and what the owner says of them. */
import type { HostApi } from '../../contract/contract.ts';
import { HOST_PAGE_LIMIT, type SshHostView } from '../../contract/environments.ts';
import type { HostState } from '../../contract/state.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable, printableJson } from '../printable.ts';
import { complain, say, type Terminal } from '../terminal.ts';
import { environmentLines, findingLines, hostLines } from './texts.ts';

/** @param all the hidden ones too */
export async function listHosts(
  api: HostApi,
  { search, all, json }: { search: string | undefined; all: boolean; json: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const { ssh, environments } = await api.snapshot();
  const hosts: SshHostView[] = [];
  for (;;) {
    const page = await api.run('ssh/hosts', {
      ...(search !== undefined && { search }),
      ...(all && { hidden: true }),
      offset: hosts.length,
      limit: HOST_PAGE_LIMIT,
    });
    if (!page.ok) return refused(page.refusal.message, terminal);
    hosts.push(...page.value.hosts);
    if (page.value.hosts.length === 0 || hosts.length >= page.value.total) break;
  }
  for (const problem of ssh.problems) complain(terminal, printable(problem));
  if (json) say(terminal, [printableJson(hosts)]);
  else if (!ssh.enabled) say(terminal, [SWITCHED_OFF]);
  else if (hosts.length > 0) say(terminal, hostLines(hosts, environments));
  else
    say(terminal, [
      search === undefined
        ? 'Your SSH configuration names no host.'
        : 'No host has that in its name or address.',
    ]);
  return EXIT.ok;
}

export async function sshStatus(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { environments, ssh } = await api.snapshot();
  const remote = environments.filter(({ alias }) => alias !== null);
  if (json) say(terminal, [printableJson(remote)]);
  else if (!ssh.enabled) say(terminal, [SWITCHED_OFF]);
  else if (remote.length > 0) say(terminal, environmentLines(remote));
  else say(terminal, ['No SSH host is connected. To connect one: outpost ssh connect <host>']);
  return EXIT.ok;
}

/** @param stop also ends the agent's server over there */
export async function disconnectHost(
  api: HostApi,
  alias: string,
  stop: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const environment = environmentOf(await api.snapshot(), alias);
  if (environment === undefined) return refused(NOT_CONNECTED, terminal);
  const outcome = await api.run('ssh/disconnect', { environment: environment.id, stop });
  const name = printable(environment.name);
  if (!outcome.ok) return refused(`${name} is disconnected. ${outcome.refusal.message}`, terminal);
  say(terminal, [
    `${name} is disconnected.`,
    stop
      ? 'Codex’s server over there has ended.'
      : 'What Codex runs over there goes on. To end its server too: outpost ssh disconnect --stop',
  ]);
  return EXIT.ok;
}

export async function hideHost(
  api: HostApi,
  alias: string,
  hidden: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const outcome = await api.run('ssh/hide', { alias, hidden });
  if (!outcome.ok) return refused(outcome.refusal.message, terminal);
  say(terminal, [`${printable(alias)} is ${hidden ? 'left out of lists' : 'listed again'}.`]);
  return EXIT.ok;
}

export async function doctorHost(
  api: HostApi,
  alias: string,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const environment = environmentOf(await api.snapshot(), alias);
  if (environment === undefined) return refused(NOT_CONNECTED, terminal);
  const outcome = await api.run('ssh/check', { environment: environment.id });
  if (!outcome.ok) return refused(outcome.refusal.message, terminal);
  const { findings } = outcome.value;
  say(terminal, json ? [printableJson(findings)] : findingLines(findings));
  return findings.some(({ state }) => state === 'bad') ? EXIT.refused : EXIT.ok;
}

export const environmentOf = ({ environments }: HostState, alias: string) =>
  environments.find((environment) => environment.alias === alias);

export function refused(sentence: string, terminal: Terminal): ExitCode {
  complain(terminal, printable(sentence));
  return EXIT.refused;
}

const SWITCHED_OFF =
  'SSH hosts are switched off. To switch them on: outpost settings set remote_connections true';
const NOT_CONNECTED = 'It was not connected since Outpost started. To connect it: outpost ssh connect <host>';
