/** Under which addresses this machine can be reached on its own network. */
import os from 'node:os';

/** Private IPv4 addresses first, since a phone on the same network is what they are for; loopback when there is none. */
export function lanAddresses(interfaces = os.networkInterfaces()): string[] {
  const found: string[] = [];
  for (const [name, addresses] of Object.entries(interfaces)) {
    // Bridges and tunnels of containers and VPNs lead to no phone.
    if (/^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|awdl|llw)/.test(name)) continue;
    for (const { family, internal, address } of addresses ?? []) {
      if (family === 'IPv4' && !internal && isPrivate(address)) found.push(address);
    }
  }
  return found;
}

/** The authorities (`host:port`) under which the embedded relay answers. */
export function authorities(port: number, interfaces = os.networkInterfaces()): string[] {
  const hosts = new Set(['localhost', '127.0.0.1', '[::1]']);
  for (const addresses of Object.values(interfaces)) {
    for (const { family, address } of addresses ?? []) {
      if (family === 'IPv4') hosts.add(address);
    }
  }
  const name = os.hostname().toLowerCase();
  if (/^[a-z0-9.-]+$/.test(name)) {
    hosts.add(name);
    hosts.add(`${name.replace(/\.local$/, '')}.local`);
  }
  return [...hosts].map((host) => `${host}:${port}`);
}

const isPrivate = (address: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    address,
  );
