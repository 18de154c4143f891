/**
 * Opens a Cloudflare quick tunnel to the relay of this host: a name under `trycloudflare.com` that anybody can ask for, new
 * at every start (https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/do-more-with-tunnels/trycloudflare/).
 * The name stands in what cloudflared logs, and nowhere else.
 */
import { devNull } from 'node:os';
import type { Clock } from '../clock.ts';
import { attempt, type Meaning } from './attempt.ts';
import { findProgram, type Surroundings } from './find-program.ts';
import type { WayProgram } from './way-keeper.ts';
import type { TunnelProblem } from './way-state.ts';

const ELSEWHERE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['/opt/homebrew/bin/cloudflared', '/usr/local/bin/cloudflared'],
  linux: ['/usr/bin/cloudflared', '/usr/local/bin/cloudflared'],
  win32: [
    'C:\\Program Files (x86)\\cloudflared\\cloudflared.exe',
    'C:\\Program Files\\cloudflared\\cloudflared.exe',
  ],
};

export function quickTunnel(
  surroundings: Surroundings,
  clock: Clock,
  elsewhere: readonly string[] = ELSEWHERE[surroundings.platform] ?? [],
): WayProgram<TunnelProblem> {
  return {
    start: (target, tell) =>
      attempt<TunnelProblem>({
        clock,
        tell,
        understand: tunnelMeanings(),
        async prepare() {
          const command = await findProgram('cloudflared', elsewhere, surroundings);
          if (command === null) return { problem: { kind: 'missing' } };
          return {
            run: {
              command,
              // A configuration of the owner's other tunnels would publish what those publish.
              args: ['tunnel', '--no-autoupdate', '--config', devNull, '--url', target],
              env: withoutTunnels(surroundings.env),
              platform: surroundings.platform,
            },
          };
        },
      }),
  };
}

/** cloudflared takes each of its options from `TUNNEL_…` as well, a token for another tunnel among them. */
const withoutTunnels = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^TUNNEL_/i.test(name)));

const NAME = /https:\/\/((?!api\.)[a-z0-9][a-z0-9-]{0,62}\.trycloudflare\.com)(?![\w.:@-])/;

const FAULTS: readonly (readonly [RegExp, TunnelProblem])[] = [
  [/429|too many requests/i, 'limited'],
  [/no such host|dial tcp|i\/o timeout|network is unreachable|failed to request quick tunnel/i, 'noNetwork'],
];

/** The tunnel is up when it is connected, which cloudflared logs after its name: “Registered tunnel connection”. */
function tunnelMeanings(): (line: string) => Meaning<TunnelProblem> {
  let name: string | null = null;
  let isConnected = false;
  return (line) => {
    name ??= NAME.exec(line)?.[1] ?? null;
    isConnected ||= /\bregistered\b/i.test(line);
    if (name !== null) return isConnected ? { kind: 'up', url: `wss://${name}` } : null;
    const fault = FAULTS.find(([said]) => said.test(line))?.[1];
    return fault === undefined ? null : { kind: 'fault', problem: { kind: fault } };
  };
}
