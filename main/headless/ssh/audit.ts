/** `outpost ssh audit`: what the SSH configuration reaches. Needs no host that runs, and connects nowhere. */
import { hostname, userInfo } from 'node:os';
import { win32 } from 'node:path';
import { auditSsh } from '../../host/ssh/audit/audit.ts';
import { onlyFile, sshConfigFile, sshPlaces } from '../../host/ssh/config/places.ts';
import { SshError } from '../../host/ssh/connection/ssh-error.ts';
import { findSsh, type SshProgram } from '../../host/ssh/program.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printableJson } from '../printable.ts';
import { complain, say, type Terminal } from '../terminal.ts';
import { auditLines, hostAuditLines } from './audit-text.ts';

export interface SshAuditFlags {
  /** Only these; none: all that the configuration names. */
  readonly hosts: readonly string[];
  readonly json: boolean;
  /** Whether `ssh -G` is asked, which runs every `Match exec`. */
  readonly resolve: boolean;
  /** As `ssh -F`. */
  readonly config: string | undefined;
}

export async function sshAudit(flags: SshAuditFlags, terminal: Terminal): Promise<ExitCode> {
  const { env } = terminal;
  const places = sshPlaces({ env });
  const file = flags.config ?? sshConfigFile(env);
  let ssh: SshProgram | null = null;
  try {
    if (flags.resolve) ssh = await findSsh({ env, platform: process.platform });
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    complain(terminal, error.message);
    return EXIT.refused;
  }
  const audit = await auditSsh({
    places: file === null ? places : onlyFile(places, file),
    env,
    localUser: userInfo().username,
    localHost: hostname(),
    programs: { ssh: ssh?.path ?? 'ssh', sshAdd: sshAdd(env) },
    hosts: flags.hosts.length === 0 ? null : flags.hosts,
    ask: flags.resolve,
    now: terminal.now(),
  });
  if (flags.json) say(terminal, [printableJson(audit)]);
  else if (flags.hosts.length > 0)
    say(
      terminal,
      audit.hosts.flatMap((host, at) => [...(at === 0 ? [] : ['']), ...hostAuditLines(host)]),
    );
  else say(terminal, auditLines(audit, terminal.output.isTTY === true ? terminal.output.columns : undefined));
  return audit.hosts.some(({ unusable }) => unusable !== null) && flags.hosts.length > 0
    ? EXIT.refused
    : EXIT.ok;
}

/** Beside the `ssh` of Windows others may stand on PATH, which know other agents. */
const sshAdd = (env: NodeJS.ProcessEnv): string =>
  process.platform === 'win32'
    ? win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'OpenSSH', 'ssh-add.exe')
    : 'ssh-add';
