/** Pairing: from a link to a host, and why a link does not pair. */
import type { LinkFault, PairingFault } from '../phone-client.ts';

export interface Words {
  what: string;
  means: string;
  todo: string;
}

const NEW_LINK = 'Make a new one: choose “Pair a phone…” on the computer, or run outpost pair there.';

export const LINK_WORDS: Record<LinkFault, Words> = {
  notALink: {
    what: 'This is not a pairing link',
    means: 'It does not come from Outpost.',
    todo: NEW_LINK,
  },
  damaged: {
    what: 'This link is damaged',
    means: 'A part of it is missing or was changed on its way.',
    todo: 'Scan the code again, or copy the whole link.',
  },
  version: {
    what: 'This link is from a newer Outpost',
    means: 'This page is too old to understand it.',
    todo: 'Load this page again; if that does not help, update whoever serves it.',
  },
  relayNotAllowed: {
    what: 'This link leads over an open network',
    means: 'Its relay is not encrypted and not on your own network, so this phone does not use it.',
    todo: NEW_LINK,
  },
  foreign: {
    what: 'This link belongs to another address',
    means: 'Keys are kept for the address of the page that pairs, and this page is not the one in the link.',
    todo: 'Open the link itself instead of copying its end to this page.',
  },
};

export const PAIRING_WORDS: Record<PairingFault, Words> = {
  used: {
    what: 'This link was used already',
    means: 'A link pairs one phone. If that was not you, look at the list of phones on the computer.',
    todo: NEW_LINK,
  },
  expired: {
    what: 'This link is too old',
    means: 'A link is good for five minutes.',
    todo: NEW_LINK,
  },
  replaced: {
    what: 'A newer link has replaced this one',
    means: 'Only the newest link of a computer pairs.',
    todo: 'Scan the code that the computer shows now.',
  },
  offline: {
    what: 'This phone has no network',
    means: 'Nothing was paired, and the link is as good as before.',
    todo: 'Connect to a network and try again.',
  },
  relay: {
    what: 'The relay does not answer',
    means: 'This phone cannot reach the computer’s switchboard from the network it is in.',
    todo: 'If the computer is only on the local network, join the same Wi-Fi. Then try again.',
  },
  host: {
    what: 'The computer is not connected',
    means: 'The relay answers, but the computer is asleep, stopped, or has taken the link back.',
    todo: 'Look whether Outpost runs there and shows this link, and try again.',
  },
  tooMany: {
    what: 'The computer takes no more phones just now',
    means: 'Too many are connecting at once, or too many are paired.',
    todo: 'Try again in a moment, or revoke a phone on the computer.',
  },
  storage: {
    what: 'The keys could not be stored',
    means: 'Without stored keys the phone could not come back, so nothing was paired.',
    todo: 'Leave private browsing, free some space, and try again. The same may hold for the computer.',
  },
  handshake: {
    what: 'The computer could not prove who it is',
    means:
      'What answered was not the computer in the link, or the connection broke in the middle. Nothing was paired.',
    todo: 'Try again. If it happens again, do not use this relay.',
  },
};

export const notNow = 'Not now';
export const tryAgain = 'Try again';
export const back = 'Back';
export const pairing = (relay: string): string => `Pairing over ${relay}`;

/** Before anything leaves this phone. */
export const ask = {
  heading: 'Pair this phone?',
  meaning:
    'It will then show what a coding agent does on that computer, and may act there as far as its owner lets it.',
  /** Around the name of a host that this phone knows. */
  known: ['This phone is paired with ', ' already. Pairing again replaces its keys; nothing else changes.'],
  relay: 'Relay',
  link: 'Link',
  /** `time`: as in `4 min 10 s`. */
  goodFor: (time: string): string => `good for ${time}`,
  looksTooOld: 'looks too old, by this phone’s clock',
  pair: 'Pair',
} as const;

/** The words to compare, and a name for this phone. */
export const paired = {
  heading: (host: string): string => `Paired with ${host}`,
  same: (host: string): string => `Does ${host} show the same four words?`,
  checkWords: 'Check words',
  name: 'A name for this phone',
  notNamed:
    'The connection broke, so the name is not set yet. Try again in a moment, or set it later under Hosts.',
  withoutName: 'Go on without a name',
  differ: 'They differ',
  match: 'They match',
} as const;

/** The words were not the same. */
export const differed: Words = {
  what: 'This phone has forgotten that computer',
  means: 'Different words mean that somebody may stand between this phone and the computer.',
  todo: 'Revoke this phone on the computer if it is listed there, and pair again over another network.',
};

/** A phone without a host. */
export const welcome = {
  heading: 'Pair with a computer',
  /** Around a command. */
  open: ['On the computer open Outpost and choose “Pair a phone…”, or run ', '.'],
  command: 'outpost start',
  scan: 'Scan the code that it shows with this phone’s camera, and open the link.',
  paste: 'Or paste the link',
  go: 'Open',
} as const;
