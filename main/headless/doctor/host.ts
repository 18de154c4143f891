/** The running host, by its own word: its agents, its relays, its phones, and what it has to say. */
import type { HostState } from '../../contract/state.ts';
import { attention, bad, type Finding, good } from './finding.ts';

const DAY_MS = 24 * 60 * 60_000;

export function lookAtHost(state: HostState, now: number): Finding[] {
  return [
    good('host', `Outpost ${state.host.version} runs here as ${state.host.name}.`),
    ...state.notices
      .filter(({ level }) => level !== 'info')
      .map(({ text }) => attention('host', text, 'It is said once; look whether it still matters.')),
    ...agents(state),
    relay(state),
    ...reach(state),
    ...phones(state, now),
    ...(state.projects.length === 0
      ? [
          attention(
            'host',
            'No folder is open to phones, so no work can be started from one.',
            'Open one: outpost projects add DIR.',
          ),
        ]
      : []),
  ];
}

export const noHost = (why: string): Finding =>
  attention('host', why, 'Start it: outpost start (or open the desktop app).');

function agents({ agents: all }: HostState): Finding[] {
  return all.map(({ name, state, detail }) => {
    if (state === 'ready') return good('agent', `${name} is ready.`);
    if (state === 'starting') return attention('agent', `${name} is starting.`, 'Look again in a moment.');
    // The detail says what happened and what to do.
    return bad('agent', `${name}: ${detail}`, 'Then it is found by itself, within half a minute.');
  });
}

function relay({ relay: leg }: HostState): Finding {
  switch (leg.state) {
    case 'up':
      return good('relay', `${leg.title}: ${leg.routes.join(', ')}.`);
    case 'starting':
      return attention('relay', `${leg.title}.`, 'Look again in a moment.');
    case 'attention':
      return attention('relay', `${leg.title}.`, leg.detail);
    case 'down':
      return bad('relay', `${leg.title}.`, leg.detail);
  }
}

/** Relays are looked at above, and knocked at; here is what other programs publish, and the local network. */
function reach({ reach: ways }: HostState): Finding[] {
  return ways
    .filter(({ way, state }) => way !== 'relay' && state !== 'off')
    .map(({ title, state, url, detail, remedy }) => {
      const text = `${title}: ${detail}`;
      if (state === 'up') return good('reach', `${title}: ${url}.`);
      if (state === 'starting') return attention('reach', text, 'Look again in a moment.');
      const what = remedy ?? 'It is tried again by itself.';
      return state === 'attention' ? attention('reach', text, what) : bad('reach', text, what);
    });
}

function phones({ devices }: HostState, now: number): Finding[] {
  if (devices.length === 0) return [attention('phones', 'No phone is paired.', 'Pair one: outpost pair.')];
  return devices.map(({ name, connected, suspended, lastSeenAt }) => {
    if (suspended) {
      return bad(
        'phones',
        `${name} is kept out: its keys were used twice, as by a copy.`,
        'Revoke it and pair it again, unless you know why (a restored backup of the phone).',
      );
    }
    if (connected) return good('phones', `${name} is connected.`);
    if (lastSeenAt !== null && now - lastSeenAt > 30 * DAY_MS) {
      return attention(
        'phones',
        `${name} was not seen for a month.`,
        `Revoke it if it is gone: outpost revoke.`,
      );
    }
    return good('phones', `${name} is paired, and not connected now.`);
  });
}
