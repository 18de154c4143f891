/** The parsers of bytes that need no secret to be reached: relay frames, links, the relay's switchboard. */
import { equal, utf8 } from '../../../protocol/bytes.ts';
import { hostIdOf, hostPublicKey } from '../../../protocol/identity.ts';
import { encodeLink, LinkError, parseLink } from '../../../protocol/link.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import * as relay from '../../../protocol/relay-frames.ts';
import { Addresses } from '../../../relay/addresses.ts';
import type { Connection, Pressure } from '../../../relay/connection.ts';
import { newCounters } from '../../../relay/counters.ts';
import { resolveLimits } from '../../../relay/limits.ts';
import { Switchboard } from '../../../relay/switchboard.ts';
import { FakeClock } from '../../relay/fake-clock.ts';
import { must, type Target } from '../fuzzer.ts';
import { mutateBytes } from '../mutate.ts';

type Bytes = Uint8Array;
const NAME = 'relay.example:443';
const NONCE = new Uint8Array(32).fill(9);
const seedOf = (number: number) => new Uint8Array(32).fill(number);
const keyOf = (number: number) => nodeSuite.ed25519.publicKey(seedOf(number));
const HOST_ID = hostIdOf(keyOf(1));
const sign = (number: number, message: Bytes) => nodeSuite.ed25519.sign(seedOf(number), message);
const HOST_AUTH = relay.encodeHostAuth(keyOf(1), sign(1, relay.hostAuthMessage(NONCE, NAME)));
const ADMIT = relay.encodeAdmit(keyOf(2), sign(2, relay.admitMessage(HOST_ID, NONCE, NAME)));
const admissions = (revision: number, keys: readonly number[]) =>
  relay.encodeAdmissions(
    revision,
    keys.map((key) => ({ key: keyOf(key), secondsLeft: 0, channels: 1 })),
  );

const { frameBytes, pauseBytes, heldBytes, pausedSeconds, ...counts } = resolveLimits();
const FRAMES: readonly Bytes[] = [
  relay.encodeChallenge(NONCE),
  HOST_AUTH,
  relay.encodeHostReady({
    frameBytes,
    pauseBytes,
    heldBytes,
    pausedSeconds,
    admissions: counts.admissions,
    channels: counts.channels,
  }),
  admissions(7, [2, 3]),
  admissions(0, []),
  relay.encodeAdmitting(7),
  ADMIT,
  relay.encodeAdmitted(),
  relay.encodeOpened(1, keyOf(2)),
  relay.encodeClosed(1, 'withdrawn'),
  relay.encodeData(1, utf8('sealed')),
  relay.encodeShut(1, 'ended'),
  relay.encodePause(1),
  relay.encodeResume(1),
];

function encode(frame: relay.FrameFromRelay | relay.FrameFromHost | relay.FrameFromDevice): Bytes {
  switch (frame.type) {
    case 'challenge':
      return relay.encodeChallenge(frame.nonce);
    case 'hostAuth':
      return relay.encodeHostAuth(frame.hostPublicKey, frame.signature);
    case 'hostReady':
      return relay.encodeHostReady(frame.limits);
    case 'admissions':
      return relay.encodeAdmissions(frame.revision, frame.admissions);
    case 'admitting':
      return relay.encodeAdmitting(frame.revision);
    case 'admit':
      return relay.encodeAdmit(frame.admissionKey, frame.signature);
    case 'admitted':
      return relay.encodeAdmitted();
    case 'opened':
      return relay.encodeOpened(frame.channel, frame.admissionKey);
    case 'closed':
      return relay.encodeClosed(frame.channel, frame.reason);
    case 'data':
      return relay.encodeData(frame.channel, frame.bytes);
    case 'shut':
      return relay.encodeShut(frame.channel, frame.reason);
    case 'pause':
      return relay.encodePause(frame.channel);
    case 'resume':
      return relay.encodeResume(frame.channel);
  }
}

/** Refused by name, or one frame with one spelling; the bytes that came in are never changed. */
export const relayFrames: Target = {
  name: 'relay-frames',
  weight: 16,
  every: 20_000,
  make: (random) => mutateBytes(random, FRAMES),
  open: () => ({
    take(input) {
      const before = Uint8Array.from(input);
      for (const decode of [relay.decodeFromRelay, relay.decodeFromHost, relay.decodeFromDevice]) {
        try {
          must(equal(encode(decode(input)), input), 'a frame has one spelling');
        } catch (error) {
          if (!(error instanceof relay.RelayFrameError)) throw error;
        }
      }
      must(equal(before, input), 'parsing changes nothing');
    },
  }),
};

const LINKS = ['https://outpost.example', 'http://192.168.1.4:7130', 'https://[fd00::1]:8443'].flatMap(
  (clientOrigin) =>
    ['', 'wss://relay.example:7130', 'ws://10.0.0.1:1'].map((relayUrl) =>
      utf8(
        encodeLink({
          clientOrigin,
          relayUrl,
          expiresAt: 1_700_000_000,
          hostPublicKey: hostPublicKey(keyOf(1)),
          pairingSecret: seedOf(5),
        }),
      ),
    ),
);

/** Refused by name, or a link that says the same when it is written again; never a word of its secret in an error. */
export const link: Target = {
  name: 'link',
  weight: 8,
  every: 20_000,
  make: (random) => mutateBytes(random, LINKS),
  open: () => ({
    take(input) {
      const text = Buffer.from(input).toString('latin1');
      try {
        const parsed = parseLink(text);
        must(/^(wss?):\/\/[^/]+$/.test(parsed.relayUrl), 'a relay is an authority and nothing more');
        const again = parseLink(encodeLink(parsed));
        must(JSON.stringify(again) === JSON.stringify(parsed), 'a link keeps its meaning');
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        must(error.message.length < 60, 'an error does not repeat what was read');
      }
    },
  }),
};

/** A connection as the switchboard sees it, without a socket. */
class Wire {
  receive: (wire: Wire, frame: Bytes) => void = () => {};
  readonly address = '192.0.2.1';
  readonly got: Bytes[] = [];
  closed: relay.CloseName | undefined;
  admitted = false;
  readonly waiting = 0;
  readonly slow = false;
  readonly #gone: (why: relay.CloseName) => void;

  constructor(gone: (wire: Wire, why: relay.CloseName) => void) {
    this.#gone = (why) => gone(this, why);
  }
  hear(frame: Bytes): void {
    this.receive(this, frame);
  }
  admit(_pressure: Pressure): void {
    this.admitted = true;
  }
  send(frame: Bytes): void {
    must(this.closed === undefined, 'nobody is spoken to who is gone');
    this.got.push(Uint8Array.from(frame));
  }
  close(why: relay.CloseName): void {
    if (this.closed !== undefined) return;
    this.closed = why;
    this.receive = () => {};
    this.#gone(why);
  }
  flush(): void {}
  stopReading(): void {}
  goOnReading(): void {}
}

/** A host and its device are there; each says anything. It costs whoever says it, and nobody hears of it but its peer. */
class RelayTable {
  readonly #clock = new FakeClock();
  readonly #switchboard: Switchboard;
  #host!: Wire;
  #device!: Wire;
  readonly #bystander: Wire;
  readonly #bystanderHost: Wire;

  constructor() {
    const limits = resolveLimits({ addressHosts: 100 });
    this.#switchboard = new Switchboard({
      limits,
      clock: this.#clock,
      counters: newCounters(),
      addresses: new Addresses(limits, this.#clock),
      names: () => [NAME],
      randomBytes: () => NONCE,
      onHosts: () => {},
    });
    const hostId = hostIdOf(keyOf(4));
    this.#bystanderHost = this.#wire();
    this.#switchboard.greetHost(this.#as(this.#bystanderHost));
    this.#bystanderHost.hear(relay.encodeHostAuth(keyOf(4), sign(4, relay.hostAuthMessage(NONCE, NAME))));
    this.#bystanderHost.hear(admissions(0, [5]));
    this.#bystander = this.#wire();
    this.#switchboard.greetDevice(this.#as(this.#bystander), hostId);
    this.#bystander.hear(relay.encodeAdmit(keyOf(5), sign(5, relay.admitMessage(hostId, NONCE, NAME))));
    this.#connect();
  }

  take(input: Bytes): void {
    const [to] = input;
    const frame = input.slice(1);
    const heard = this.#bystander.got.length + this.#bystanderHost.got.length;
    const speaker = this.#speaker((to ?? 0) % 4);
    const before = this.#device.got.length;
    speaker.hear(frame);
    must(this.#bystander.closed === undefined, 'another host’s device stays');
    must(
      this.#bystander.got.length + this.#bystanderHost.got.length === heard,
      'another host and its device hear nothing',
    );
    must(this.#device.got.length - before <= 1, 'a frame is at most one frame for a device');
    for (const got of this.#device.got.slice(before))
      must(
        got[0] === relay.FrameType.data && relay.readChannel(got) === 0,
        'a device gets Data, on its channel',
      );
    must(this.#clock.armed <= 1, 'no timer is left behind');
    if (this.#host.closed !== undefined || this.#device.closed !== undefined) this.#connect();
  }

  #speaker(number: number): Wire {
    if (number === 0) return this.#host;
    return number === 1 ? this.#device : this.#greeted(number === 2 ? 'host' : 'device');
  }

  /** One who has only just come, and leaves again after its word. */
  #greeted(who: 'host' | 'device'): Wire {
    const wire = this.#wire();
    if (who === 'host') this.#switchboard.greetHost(this.#as(wire));
    else this.#switchboard.greetDevice(this.#as(wire), HOST_ID);
    wire.receive = andLeave(wire, wire.receive);
    return wire;
  }

  #connect(): void {
    this.#device?.close('badFrame');
    this.#host?.close('badFrame');
    this.#host = this.#wire();
    this.#switchboard.greetHost(this.#as(this.#host));
    this.#host.hear(HOST_AUTH);
    this.#host.hear(admissions(0, [2, 3]));
    this.#device = this.#wire();
    this.#switchboard.greetDevice(this.#as(this.#device), HOST_ID);
    this.#device.hear(ADMIT);
    must(this.#host.admitted && this.#device.admitted, 'who is in order comes in, whatever came before');
  }

  #wire(): Wire {
    return new Wire((wire, why) => this.#switchboard.left(this.#as(wire), why));
  }

  #as(wire: Wire): Connection {
    return wire as unknown as Connection;
  }
}

function andLeave(wire: Wire, receive: Wire['receive']): Wire['receive'] {
  return (from, frame) => {
    receive(from, frame);
    wire.close('badFrame');
  };
}

const SAID = [0, 1, 2, 3].flatMap((to) => FRAMES.map((frame) => Uint8Array.of(to, ...frame)));

export const switchboard: Target = {
  name: 'switchboard',
  weight: 10,
  every: 5000,
  make: (random) => mutateBytes(random, SAID),
  open: () => new RelayTable(),
};
