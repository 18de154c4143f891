/**
 * Publishes the relay of this host to the owner's tailnet with `tailscale serve`, in its foreground form: that is a session
 * with Tailscale's daemon, which takes what was published back when the session ends, however it ends
 * (https://tailscale.com/kb/1242/tailscale-serve). So nothing stays published when the host is gone.
 */
import { execFile } from 'node:child_process';
import type { Clock } from '../clock.ts';
import { attempt, type Meaning } from './attempt.ts';
import { findProgram, type Surroundings } from './find-program.ts';
import { readTailscaleStatus, type Tailnet } from './tailscale-status.ts';
import type { WayProgram } from './way-keeper.ts';
import type { TailscaleProblem } from './way-state.ts';

const STATUS_WITHIN_MS = 10_000;
const STATUS_BYTES = 256 * 1024;

/** Where its installers put the program. The macOS app holds it in itself. */
const ELSEWHERE: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/usr/local/bin/tailscale',
    '/opt/homebrew/bin/tailscale',
    '/Applications/Tailscale.app/Contents/MacOS/Tailscale',
  ],
  linux: ['/usr/bin/tailscale', '/usr/local/bin/tailscale', '/snap/bin/tailscale'],
  win32: ['C:\\Program Files\\Tailscale\\tailscale.exe'],
};

export function tailscale(
  surroundings: Surroundings,
  clock: Clock,
  elsewhere: readonly string[] = ELSEWHERE[surroundings.platform] ?? [],
): WayProgram<TailscaleProblem> {
  // The program of the macOS app is the app unless it is told otherwise, or sees a terminal.
  const env = { ...surroundings.env, TAILSCALE_BE_CLI: '1' };
  return {
    start(target, tell) {
      let understand: (line: string) => Meaning<TailscaleProblem> = () => null;
      return attempt<TailscaleProblem>({
        clock,
        tell,
        understand: (line) => understand(line),
        async prepare(signal) {
          const command = await findProgram('tailscale', elsewhere, surroundings);
          if (command === null) return { problem: { kind: 'missing' } };
          const tailnet = readTailscaleStatus(await statusText(command, env, signal));
          if (tailnet === null) return { problem: { kind: 'notRunning' } };
          if ('problem' in tailnet) return { problem: { kind: tailnet.problem } };
          understand = serveMeanings(tailnet);
          return {
            run: { command, args: ['serve', '--https=443', target], env, platform: surroundings.platform },
          };
        },
      });
    },
  };
}

/** Its exit code says nothing that its answer does not: without a daemon there is none. */
function statusText(command: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      command,
      ['status', '--json', '--peers=false'],
      {
        ...{ env, signal, timeout: STATUS_WITHIN_MS, killSignal: 'SIGKILL' },
        ...{ maxBuffer: STATUS_BYTES, windowsHide: true },
      },
      (_error, stdout) => resolve(stdout),
    );
  });
}

/** What it says while it waits for the owner to allow it in the tailnet; it goes on by itself then. */
const ALLOW_PAGE = /https:\/\/login\.tailscale\.com\/f\/serve\?node=[A-Za-z0-9]{1,64}(?![\w&=%])/;

const FAULTS: readonly (readonly [RegExp, TailscaleProblem])[] = [
  [/(?:foreground|background configuration) already exists|already serving/i, 'portTaken'],
  [/access denied|not require root|must be root/i, 'notAllowed'],
  [/serve and funnel has changed|flag provided but not defined/i, 'tooOld'],
  [/failed to connect to local|doesn't appear to be running/i, 'notRunning'],
];

/** @returns what each line of `tailscale serve` means. The name is not taken from there: it is known. */
function serveMeanings({ name, hasCertificates }: Tailnet): (line: string) => Meaning<TailscaleProblem> {
  let wasAllowed = hasCertificates;
  return (line) => {
    if (/^Available within your tailnet/.test(line)) {
      return wasAllowed
        ? { kind: 'up', url: `wss://${name}` }
        : { kind: 'waits', problem: { kind: 'noCertificates' } };
    }
    const page = ALLOW_PAGE.exec(line)?.[0];
    if (page !== undefined) {
      wasAllowed = true;
      return { kind: 'waits', problem: { kind: 'notEnabled', page } };
    }
    const fault = FAULTS.find(([said]) => said.test(line))?.[1];
    return fault === undefined ? null : { kind: 'fault', problem: { kind: fault } };
  };
}
