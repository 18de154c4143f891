/** The relay's state in words: what happened, what it means, what to do. */
import type { HostState, ReachView } from '../../contract/state.ts';
import type { RelayState } from '../link/relay-link.ts';

interface Way {
  url: string;
  embedded: boolean;
  state: RelayState;
}

/** @param published what other programs make of the relay in this one, as the owner is shown it */
export function relayLeg(
  ways: readonly Way[],
  published: readonly ReachView[],
  routes: string[],
  since: number,
): HostState['relay'] {
  const up = ways.filter(({ state }) => state.kind === 'connected');
  const replaced = ways.find(({ state }) => state.kind === 'replaced');
  if (replaced !== undefined) {
    return {
      state: 'attention',
      title: 'Another machine has this identity',
      detail:
        `${nameOf(replaced)} is used by another machine with the same key. Phones reach that one. ` +
        'Stop it, or delete the copied data folder there.',
      since,
      routes,
    };
  }
  const down = ways.filter(({ state }) => state.kind !== 'connected');
  if (up.length > 0) {
    const fromElsewhere =
      up.some(({ embedded }) => !embedded) || published.some(({ state }) => state === 'up');
    return {
      state: down.length === 0 ? 'up' : 'attention',
      title: fromElsewhere
        ? 'Phones can reach this computer'
        : 'Phones on this network can reach this computer',
      detail: down.map(trouble).join(' '),
      since,
      routes,
    };
  }
  const starting = ways.some(({ state }) => state.kind === 'connecting');
  return {
    state: starting ? 'starting' : 'down',
    title: starting ? 'Connecting to the relay' : 'Phones cannot reach this computer',
    detail: starting ? '' : down.map(trouble).join(' '),
    since,
    routes,
  };
}

const nameOf = (way: Way): string => (way.embedded ? 'The relay in this program' : new URL(way.url).host);

function trouble(way: Way): string {
  const name = nameOf(way);
  switch (way.state.kind) {
    case 'waiting':
      switch (way.state.why) {
        case 'unreachable':
          return `${name} does not answer. It is tried again by itself; check its address and this computer's network.`;
        case 'refused':
          return `${name} refuses this host. Its owner may have to allow it, or its name is set up differently there.`;
        case 'lost':
          return `The connection to ${way.embedded ? 'the relay in this program' : name} was lost. It is tried again by itself.`;
      }
      break;
    case 'connecting':
      return `${name} is being connected.`;
    case 'replaced':
    case 'connected':
      return '';
  }
}
