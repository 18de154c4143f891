/**
 * The numbers by which relay, host and device tell each other why something ended: reasons inside frames, and
 * WebSocket close codes. A device takes all of them as hints; none changes what it has stored.
 */

/** Why the relay closed a channel, as it tells the host in `Closed`. */
export const ClosedReason = {
  /** The device's connection ended. */
  deviceLeft: 1,
  /** The host took the admission out of its set. */
  withdrawn: 2,
  /** The admission's seconds ran out. */
  expired: 3,
  /** More arrived for the device than may wait for it. */
  overrun: 4,
  /** The device took nothing for longer than a channel may stay paused. */
  stalled: 5,
  /** The device broke the frame rules or went silent. */
  misbehaved: 6,
  /** A newer channel under the same admission took its place. */
  displaced: 7,
} as const;
export type ClosedReason = keyof typeof ClosedReason;

/** Why the host ends a channel, as it tells the relay in `Shut`; the device sees it as a close code. */
export const ShutReason = {
  /** The session is over. */
  ended: 1,
  /** The handshake failed, for whatever reason. */
  refused: 2,
  /** The same device opened a newer session. */
  superseded: 3,
  /** The device takes less than it is sent, or floods. */
  overloaded: 4,
  /** The host is shutting down. */
  stopping: 5,
} as const;
export type ShutReason = keyof typeof ShutReason;

/**
 * WebSocket close codes of the relay. Those from 4400 on are the relay's word, which a device believes only as a
 * hint: nothing in this table changes what it has stored.
 */
export const CloseCode = {
  /** The relay is stopping; come back. */
  stopping: 1001,
  /** A message longer than `frameBytes`; sent by the WebSocket layer itself. */
  frameTooBig: 1009,
  /** Not a frame, not a frame for this side or this moment, or a text message. */
  badFrame: 4400,
  /** The signature does not fit key, nonce and one of the relay's names. */
  badAuth: 4401,
  /** The admission was withdrawn by the host, or ran out. */
  withdrawn: 4403,
  /** No such host here now, or it does not admit this key: alike for every host id and key. */
  hostAbsent: 4404,
  /** No valid `HostAuth` or `Admit` in time. */
  helloTimeout: 4408,
  /** Another connection with the same host key took this one's place. */
  replaced: 4409,
  /** Nothing heard, not even a pong. */
  silent: 4410,
  /** Too many bytes before authentication. */
  earlyBytes: 4413,
  /** Too many connections from this address. */
  addressConnections: 4421,
  /** Too many refusals of this address within a minute. */
  addressRefusals: 4422,
  /** Too many hosts from this address. */
  addressHosts: 4423,
  /** The relay serves all the connections that it may. */
  connections: 4424,
  /** This relay serves named hosts only, and this is none of them. */
  hostNotAllowed: 4425,
  /** The host announced more admissions than a host may. */
  admissions: 4426,
  /** The host has all the channels that a host may have. */
  hostChannels: 4427,
  /** A newer channel under the same admission took this one's place. */
  displaced: 4428,
  /** The host used up the channel ids of one connection. */
  channelIds: 4429,
  /** More was sent to the device than may wait for it. */
  overrun: 4431,
  /** The device stayed paused too long. */
  stalled: 4432,
  /** More waits for the host than may. */
  hostOverrun: 4433,
  /** `Shut` by the host, one code for each of its reasons. */
  shutEnded: 4451,
  shutRefused: 4452,
  shutSuperseded: 4453,
  shutOverloaded: 4454,
  shutStopping: 4455,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];
export type CloseName = keyof typeof CloseCode;

/** The close code under which a device learns of a `Shut`. */
export const closeNameOfShut: Readonly<Record<ShutReason, CloseName>> = {
  ended: 'shutEnded',
  refused: 'shutRefused',
  superseded: 'shutSuperseded',
  overloaded: 'shutOverloaded',
  stopping: 'shutStopping',
};
