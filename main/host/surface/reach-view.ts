/** Every way on which phones reach this computer, in words: what it is, what happened, what to do. */
import type { ReachView } from '../../contract/state.ts';
import type { RelayState } from '../link/relay-link.ts';
import type { TailscaleProblem, TunnelProblem, Way } from '../reach/way-state.ts';
import { TAILSCALE_WORDS, TUNNEL_WORDS, type Words } from './reach-words.ts';

export interface RelayWay {
  readonly url: string;
  readonly state: RelayState;
  readonly since: number;
}

export interface Ways {
  /** The relay in this program; null when there is none. `addresses`: its routes, as devices dial them. */
  readonly local: { readonly way: RelayWay; readonly addresses: readonly string[] } | null;
  readonly relays: readonly RelayWay[];
  /** The relays were named on the command line, so the setting waits for a start without them. */
  readonly relaysAreFixed: boolean;
  readonly tailscale: Way<TailscaleProblem>;
  readonly tunnel: Way<TunnelProblem>;
  /** Whether the relay in this program serves the page, so that its addresses can be opened. */
  readonly servesPage: boolean;
  readonly startedAt: number;
}

export function reachView(ways: Ways): ReachView[] {
  const { relays, relaysAreFixed, tailscale, tunnel } = ways;
  const opened = (url: string) => (ways.servesPage ? url.replace(/^ws/, 'http') : url);
  return [
    ...relays.map((relay) => relayView(relay, relaysAreFixed)),
    programView('tailscale', tailscale, TAILSCALE_WORDS, opened),
    programView('tunnel', tunnel, TUNNEL_WORDS, opened),
    localView(ways, opened),
  ];
}

function localView({ local, startedAt }: Ways, opened: (url: string) => string): ReachView {
  const title = 'This network';
  if (local === null) {
    return {
      ...{ way: 'local', state: 'off', title, remedy: null, url: null, since: startedAt },
      detail: 'This host was started without a relay of its own.',
    };
  }
  const { way, addresses } = local;
  const url = addresses[0] === undefined ? null : opened(addresses[0]);
  const isUp = way.state.kind === 'connected';
  const onlyHere = url !== null && new URL(url).hostname === '127.0.0.1';
  if (isUp && onlyHere) {
    return {
      ...{ way: 'local', state: 'attention', title, url, since: way.since },
      detail: 'This computer is on no network that a phone could be on. It can be reached from itself only.',
      remedy: 'Connect it to the network of your phone, or switch on another way.',
    };
  }
  return {
    ...{ way: 'local', state: isUp ? 'up' : 'starting', title, url, since: way.since },
    detail: isUp
      ? 'Phones on the same network reach this computer, without anybody in between.'
      : 'The relay in this program is being connected.',
    remedy: null,
  };
}

function relayView({ url, state, since }: RelayWay, fixed: boolean): ReachView {
  const given = fixed
    ? ' It was named when Outpost was started; the setting holds at a start without that.'
    : '';
  const view = { way: 'relay', title: `Relay ${new URL(url).host}`, url, since } as const;
  switch (state.kind) {
    case 'connected':
      return {
        ...view,
        state: 'up',
        detail: `Phones meet this computer there, wherever both are.${given}`,
        remedy: null,
      };
    case 'connecting':
      return { ...view, state: 'starting', detail: `It is being connected.${given}`, remedy: null };
    case 'replaced':
      return {
        ...view,
        state: 'attention',
        detail: 'Another machine has the identity of this one, and phones reach that one there.',
        remedy: 'Stop it, or delete the copied data folder there.',
      };
    case 'waiting':
      return {
        ...view,
        state: 'down',
        detail: `${RELAY_FAULTS[state.why]} It is tried again by itself.${given}`,
        remedy: RELAY_REMEDIES[state.why],
      };
  }
}

type RelayFault = Extract<RelayState, { kind: 'waiting' }>['why'];
const RELAY_FAULTS: Record<RelayFault, string> = {
  unreachable: 'It does not answer.',
  refused: 'It refuses this host.',
  lost: 'The connection to it was lost.',
};
const RELAY_REMEDIES: Record<RelayFault, string | null> = {
  unreachable: 'Check its address, and the network of this computer.',
  refused: 'Its owner may have to allow this host, or its name is set up differently there.',
  lost: null,
};

function programView<Kind extends string>(
  way: 'tailscale' | 'tunnel',
  { state, since }: Way<Kind>,
  words: Words<Kind>,
  opened: (url: string) => string,
): ReachView {
  const view = { way, title: words.title, since } as const;
  switch (state.kind) {
    case 'off':
      return { ...view, state: 'off', detail: words.off, remedy: null, url: null };
    case 'starting':
      return { ...view, state: 'starting', detail: words.starting, remedy: null, url: null };
    case 'up':
      return { ...view, state: 'up', detail: words.up, remedy: null, url: opened(state.url) };
    case 'failed': {
      const { detail, remedy } = words.problems[state.problem.kind];
      const { page } = state.problem;
      return {
        ...view,
        state: page === undefined ? 'down' : 'attention',
        detail,
        remedy: page === undefined ? remedy : `${remedy} ${page}`,
        url: null,
      };
    }
  }
}
