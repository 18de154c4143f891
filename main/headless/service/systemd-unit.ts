/** The unit of the service, as text (systemd.unit(5), systemd.service(5), systemd.syntax(7)). */
import { EXIT } from '../exit-codes.ts';
import { SEAL_PLACE, sealed } from './sealed-text.ts';
import { ServiceError } from './service-manager.ts';
import type { ServiceProgram } from './service-program.ts';

/** The first release that knows RestartSteps= (systemd 254); older ones would warn about it at each start. */
const KNOWS_STEPS = 254;

/** @param version of systemd; null: unknown. @throws ServiceError where Node is at a place that systemd refuses */
export function systemdUnit({ node, args, env }: ServiceProgram, version: number | null): string {
  // systemd takes no quotes in the path of a program, however they are escaped.
  if (/["'\\]/.test(node))
    throw new ServiceError(
      `systemd starts no program whose path has a quotation mark or a backslash in it: ${node}. Use a Node at another place.`,
    );
  const steps = version !== null && version >= KNOWS_STEPS;
  return sealed(`# Written by "outpost service install" (${SEAL_PLACE}).
# Changes of your own belong beside it, where they stay: systemctl --user edit outpost
[Unit]
Description=Outpost, the host of a coding agent
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${[quoted(node), ...args.map(argument)].join(' ')}
${Object.entries(env)
  .map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`)
  .join('\n')}
# After a fault it is started again, ${steps ? 'sooner at first and later then' : 'half a minute later'}. Not when it said that it cannot start: it could not then either.
Restart=on-failure
${steps ? 'RestartSec=5\nRestartSteps=6\nRestartMaxDelaySec=300' : 'RestartSec=30'}
RestartPreventExitStatus=${EXIT.usage} ${EXIT.cannotStart}
# The agent's own server, and with it a turn, goes on while Outpost is started anew. What runs out of memory below it does not end Outpost.
KillMode=process
OOMPolicy=continue
TimeoutStopSec=20

[Install]
WantedBy=default.target
`);
}

/** One word: systemd unquotes it, undoes what a backslash escapes, then resolves `%`. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`;

/** Behind the program, `$` begins a variable besides. */
const argument = (text: string): string => quoted(text.replaceAll('$', '$$$$'));
