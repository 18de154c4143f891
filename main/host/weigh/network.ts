/** A place in the network that the agent asks for. What would be sent there, and by which method, is not known. Pure. */
import { addressOf, isLoopback } from './addresses.ts';
import type { Findings } from './findings.ts';
import { deceives } from './look-alikes.ts';

/** Made for handing something to somebody: what is brought there is out. */
const DROPS =
  /^(?:(?:.+\.)?(?:pastebin\.com|transfer\.sh|file\.io|0x0\.st|ix\.io|paste\.rs|termbin\.com|webhook\.site|requestbin\.(?:com|net)|pipedream\.net|beeceptor\.com|ngrok(?:-free)?\.(?:app|io|dev)|trycloudflare\.com|serveo\.net|localhost\.run|loca\.lt|oast\.\w+|interact\.sh|burpcollaborator\.net|hooks\.slack\.com)|api\.telegram\.org)$/;
const PRIVATE_NAME = /^[^.]+$|\.(?:local|lan|home|internal|intranet|corp|home\.arpa)$/;
const PRIVATE_ADDRESS =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[f[cd]|\[fe[89ab])/;
const ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|\[.*\])$/;
const WEB = /^(?:https?|wss?)$/i;

/** @param host with or without a port, as the agent names it. @param protocol `https`, or another one */
export function addNetwork({ host, protocol }: { host: string; protocol: string }, findings: Findings): void {
  const { host: name, metadata } = addressOf(host);
  findings.network(host === '' ? null : host);
  const shown = host.length > 80 ? `${host.slice(0, 79)}…` : host;
  if (name === null || /[*\s]/.test(host))
    return findings.found('commit', `It asks for more than one place in the network: ${shown}.`);
  if (deceives(host) || /(?:^|\.)xn--/.test(name))
    findings.found('commit', `The name of the computer can be taken for another one: ${shown}.`);
  if (metadata) findings.found('commit', 'It asks for the keys of this machine in its cloud.');
  if (!WEB.test(protocol))
    findings.found('commit', `It asks for a connection of its own kind (${protocol.slice(0, 40)}).`);
  if (DROPS.test(name)) findings.found('commit', `It reaches a place where data is handed out: ${shown}.`);
  findings.found('expand', reachOf(name, shown));
}

function reachOf(name: string, shown: string): string {
  if (isLoopback(name)) return `It reaches programs on this computer: ${shown}.`;
  if (PRIVATE_ADDRESS.test(name) || (PRIVATE_NAME.test(name) && !ADDRESS.test(name)))
    return `It reaches a computer of your own network: ${shown}.`;
  return ADDRESS.test(name)
    ? `It reaches a computer that has no name: ${shown}.`
    : `It reaches another computer: ${shown}.`;
}
