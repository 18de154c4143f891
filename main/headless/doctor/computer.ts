/** This machine: what Outpost runs on, and whether a phone on the same network could find it. */
import { isAtLeast } from '../../host/agents/codex/find.ts';
import { attention, bad, type Finding, good } from './finding.ts';

const OLDEST_NODE = '20.19.0';
/** Below this a save may fail at any time. */
const SPACE_BYTES = 100 * 1024 * 1024;

export interface Computer {
  nodeVersion: string;
  lanAddresses: string[];
  /** Bytes free for the data folder; null when the system does not say. */
  freeBytes: number | null;
}

export function lookAtComputer({ nodeVersion, lanAddresses, freeBytes }: Computer): Finding[] {
  const findings: Finding[] = [
    isAtLeast(nodeVersion, OLDEST_NODE)
      ? good('computer', `Node ${nodeVersion} runs Outpost.`)
      : bad('computer', `Node ${nodeVersion} is too old.`, `Install Node ${OLDEST_NODE} or newer.`),
  ];
  if (freeBytes !== null && freeBytes < SPACE_BYTES) {
    findings.push(
      bad(
        'computer',
        `Only ${Math.floor(freeBytes / 1024 / 1024)} MB are free on the disk of the data folder.`,
        'Make room: without it nothing that a phone decides can be written, so nothing is done.',
      ),
    );
  }
  findings.push(
    lanAddresses.length > 0
      ? good('computer', `Phones on the same network find it at ${lanAddresses.join(', ')}.`)
      : attention(
          'computer',
          'It has no address on a local network, so only a relay elsewhere leads phones here.',
          'Connect it to the network of your phone, or start with --relay wss://your.relay.',
        ),
  );
  return findings;
}
