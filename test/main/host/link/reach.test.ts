import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { systemClock } from '../../../../main/host/clock.ts';
import { Reach } from '../../../../main/host/link/reach.ts';
import { hostIdOf, hostPublicKey } from '../../../../protocol/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';

const never = {
  start: () => {
    throw new Error('nobody wanted it');
  },
};

test('a start that cannot note its port leaves nobody listening there', async () => {
  const seed = suite.randomBytes(32);
  const publicKey = hostPublicKey(suite.ed25519.publicKey(seed));
  let port = 0;
  const reach = new Reach({
    embedded: { port: null, bind: '127.0.0.1', clientFiles: null },
    programs: { tailscale: never, tunnel: never },
    clientOrigin: null,
    identity: {
      id: hostIdOf(publicKey),
      publicKey,
      seed,
      sign: (message) => suite.ed25519.sign(seed, message),
    },
    clock: systemClock,
    random: () => 0,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    admissions: () => [],
    opened: () => ({ receive() {}, unblocked() {}, closed() {} }),
    changed: () => {},
    port: {
      remembered: null,
      remember: async (used) => {
        port = used;
        throw new Error('disk full');
      },
    },
  });
  await expect(reach.start({ relays: [], tailscale: false, quickTunnel: false })).rejects.toThrow(
    'disk full',
  );
  const refused = new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      reject(new Error('somebody listens'));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  expect(await refused).toBe('ECONNREFUSED');
});
