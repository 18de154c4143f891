/** The commands about SSH hosts. */
import type { Command } from 'commander';
import type { HostApi } from '../../contract/contract.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { sshAudit } from './audit.ts';
import { connectHost } from './connect.ts';
import { disconnectHost, doctorHost, hideHost, listHosts, sshStatus } from './hosts.ts';

export function addSsh(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
  end: (code: ExitCode) => void,
): void {
  const ssh = program
    .command('ssh')
    .description('the hosts of your SSH configuration that the agent may work on');
  ssh
    .command('list')
    .argument('[search]', 'only those that have it in their name or address')
    .option('--all', 'the hidden ones too')
    .option('--json', 'as JSON')
    .description('list the hosts, those used last first')
    .action((search: string | undefined, { all = false, json = false }) =>
      onHost((api) => listHosts(api, { search, all, json }, terminal)),
    );
  ssh
    .command('connect')
    .argument('<host>')
    .description('connect one; ssh asks in this terminal, where it has to')
    .action((host: string) => onHost((api) => connectHost(api, host, terminal)));
  ssh
    .command('disconnect')
    .argument('<host>')
    .option('--stop', 'end the agent’s server over there too, and what it runs')
    .description('disconnect one; what the agent runs there goes on')
    .action((host: string, { stop = false }) => onHost((api) => disconnectHost(api, host, stop, terminal)));
  ssh
    .command('status')
    .option('--json', 'as JSON')
    .description('show how those stand that are connected, or were since the start')
    .action(({ json = false }) => onHost((api) => sshStatus(api, json, terminal)));
  ssh
    .command('doctor')
    .argument('<host>')
    .option('--json', 'as JSON')
    .description('look at what is there, and say what to do about what is wrong')
    .action((host: string, { json = false }) => onHost((api) => doctorHost(api, host, json, terminal)));
  for (const [name, hidden] of [
    ['hide', true],
    ['show', false],
  ] as const)
    ssh
      .command(name)
      .argument('<host>')
      .description(hidden ? 'leave it out of lists' : 'list it again')
      .action((host: string) => onHost((api) => hideHost(api, host, hidden, terminal)));
  ssh
    .command('audit')
    .argument('[hosts...]', 'say everything about these')
    .option('--json', 'as JSON')
    .option('--resolve', 'ask "ssh -G", which runs every "Match exec" of the configuration')
    .option('-F, --config <file>', 'read this file in place of your own and the system’s, as ssh -F')
    .description('say what the SSH configuration reaches, without connecting; no host has to run')
    .action(async (hosts: string[], { json = false, resolve = false, config }: AuditOptionValues) =>
      end(await sshAudit({ hosts, json, resolve, config }, terminal)),
    );
}

interface AuditOptionValues {
  json?: boolean;
  resolve?: boolean;
  config?: string;
}
