/**
 * Ports on loopback here that lead to ports on loopback over there, chosen before anything is connected: ssh takes them with
 * its arguments, and a port that turned out to be taken would need a second log-in. So there are two of each.
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { ForwardedPort } from './connection.ts';

/** Below those that Linux, macOS and Windows give to whoever connects somewhere, above those that have an owner. */
const LOWEST = 20_000;
const HIGHEST = 32_767;
const FAR_PORTS = 2;
const WAYS_TO_EACH = 2;
const MOST_TRIES = 64;

/** @param known where something listens over there from before; null: nothing does */
export async function choosePorts(known: number | null): Promise<ForwardedPort[]> {
  const far = new Set(known === null ? [] : [known]);
  while (far.size < FAR_PORTS) far.add(randomInt(LOWEST, HIGHEST + 1));
  const near = await freePorts(FAR_PORTS * WAYS_TO_EACH);
  return near.map((port, index) => ({ near: port, far: [...far][index % FAR_PORTS] as number }));
}

/** Those that ssh says nothing about: of one that it could not open it names the number. @param said its messages */
export const openedPorts = (ports: readonly ForwardedPort[], said: string): ForwardedPort[] =>
  ports.filter(({ near }) => !new RegExp(`(?<!\\d)${near}(?!\\d)`).test(said));

async function freePorts(count: number): Promise<number[]> {
  const free = new Set<number>();
  for (let tries = 0; free.size < count && tries < MOST_TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) free.add(port);
  }
  return [...free];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
