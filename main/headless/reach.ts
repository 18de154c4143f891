/** `outpost reach`: on which ways phones reach this computer, and which of them are switched on. */
import type { CommandParams, HostApi } from '../contract/contract.ts';
import { followState } from '../contract/follow.ts';
import type { HostState, ReachView } from '../contract/state.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable, printableJson } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';

/** What can be typed; `local` is there as long as the host runs. */
export const SWITCHED_WAYS = ['relay', 'tailscale', 'tunnel'] as const;
export type SwitchedWay = (typeof SWITCHED_WAYS)[number];

const WORDS = {
  up: 'works',
  starting: 'starting',
  attention: 'look',
  down: 'down',
  off: 'off',
} as const satisfies Record<ReachView['state'], string>;

/** A way in lines: where and how it stands, what that means, what to do. */
export function reachLines(ways: readonly ReachView[]): string[] {
  const indented = (text: string) => printable(`${' '.repeat(20)}${text}`);
  return ways.flatMap(({ way, state, title, url, detail, remedy }) => [
    printable(`${way.padEnd(11)}${WORDS[state].padEnd(9)}${url ?? title}`),
    indented(detail),
    ...(remedy === null ? [] : [indented(`→ ${remedy}`)]),
  ]);
}

export async function listReach(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { reach } = await api.snapshot();
  say(terminal, json ? [printableJson(reach)] : reachLines(reach));
  return EXIT.ok;
}

/** @param url of the relay; the other ways have none to be named */
export async function switchReach(
  api: HostApi,
  way: SwitchedWay,
  on: boolean,
  url: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const { settings } = await api.snapshot();
  const wanted = settingFor(settings, way, on, url);
  if (typeof wanted === 'string') {
    complain(terminal, wanted);
    return EXIT.refused;
  }
  const outcome = await api.run('settings/set', wanted);
  if (!outcome.ok) {
    complain(terminal, printable(outcome.refusal.message));
    return EXIT.refused;
  }
  const reach = await settled(api, way, on);
  const shown = reach.filter((each) => each.way === way);
  say(terminal, shown.length > 0 ? reachLines(shown) : ['No relay of your own is used any more.']);
  return shown.some(({ state }) => state === 'down') ? EXIT.refused : EXIT.ok;
}

export async function retryReach(api: HostApi, way: SwitchedWay, terminal: Terminal): Promise<ExitCode> {
  await api.run('reach/retry', { way });
  const reach = await settled(api, way, true);
  say(terminal, reachLines(reach.filter((each) => each.way === way)));
  return EXIT.ok;
}

/** @returns what to set, or in words why that cannot be done. */
function settingFor(
  { relays }: HostState['settings'],
  way: SwitchedWay,
  on: boolean,
  url: string | undefined,
): CommandParams<'settings/set'> | string {
  if (way !== 'relay') {
    if (url !== undefined) return `No address belongs to “${way}”.`;
    return { key: way === 'tailscale' ? 'tailscale' : 'quick_tunnel', value: on };
  }
  if (on) {
    if (url === undefined) return 'Say which relay: outpost reach on relay wss://its.name';
    return { key: 'relays', value: relays.includes(url) ? relays : [...relays, url] };
  }
  if (url !== undefined && !relays.includes(url)) return 'That relay is not among the ones that are set.';
  return { key: 'relays', value: url === undefined ? [] : relays.filter((each) => each !== url) };
}

/** Resolves when it is known whether the way leads here. The host gives each try a time, so this ends. */
async function settled(api: HostApi, way: SwitchedWay, on: boolean): Promise<HostState['reach']> {
  let unfollow: (() => void) | undefined;
  const reach = await new Promise<HostState['reach']>((resolve, reject) => {
    followState(api, (state) => {
      const known = state.reach.filter((each) => each.way === way);
      if (known.some(({ state }) => state === 'starting')) return;
      if (on && known.every(({ state }) => state === 'off')) return;
      resolve(state.reach);
    }).then((end) => {
      unfollow = end;
    }, reject);
  });
  unfollow?.();
  return reach;
}
