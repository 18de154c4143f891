/** `outpost doctor`: looks at each leg between phone and agent, and says what to do about what is wrong. Changes nothing. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { findCodex } from '../../host/agents/codex/find.ts';
import { lanAddresses } from '../../host/link/addresses.ts';
import { LocalClient, LocalSocketError } from '../../host/local-socket/client.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printable, printableJson } from '../printable.ts';
import type { ServiceManager } from '../service/service-manager.ts';
import { say, type Terminal } from '../terminal.ts';
import { lookAtComputer } from './computer.ts';
import { attention, bad, type Finding, good } from './finding.ts';
import { lookAtFolder } from './folder.ts';
import { lookAtHost, noHost } from './host.ts';
import { lookAtRelay } from './relay.ts';
import { lookAtService } from './service.ts';

export interface DoctorFlags {
  readonly folder: string;
  /** Relays to try beside those of the running host. */
  readonly relay: readonly string[];
  readonly codex: string | null;
  readonly clientFiles: string | undefined;
  readonly json: boolean;
}

/** @param serviceManager what runs services here, if anything does */
export async function doctor(
  flags: DoctorFlags,
  terminal: Terminal,
  serviceManager?: () => Promise<ServiceManager | string>,
): Promise<ExitCode> {
  const findings = await examine(flags, terminal, await serviceManager?.());
  say(terminal, flags.json ? [printableJson(findings)] : findings.flatMap(linesOf));
  return findings.some(({ state }) => state === 'bad') ? EXIT.refused : EXIT.ok;
}

async function examine(
  flags: DoctorFlags,
  terminal: Terminal,
  manager: ServiceManager | string | undefined,
): Promise<Finding[]> {
  const { folder } = flags;
  const host = await runningHost(folder, terminal.now());
  const relays = [...new Set([...flags.relay, ...host.routes])];
  return [
    ...lookAtComputer({
      nodeVersion: process.versions.node,
      lanAddresses: lanAddresses(),
      freeBytes: await freeBytes(folder),
    }),
    ...(await lookAtFolder(folder)),
    ...host.findings,
    ...(typeof manager === 'object' ? await lookAtService(manager) : []),
    // A running host has looked for its agent itself.
    ...(host.runs ? [] : [await agentHere(flags.codex, terminal.env)]),
    ...(await Promise.all(relays.map(lookAtRelay))),
    pageHere(flags.clientFiles),
  ];
}

async function runningHost(
  folder: string,
  now: number,
): Promise<{ runs: boolean; findings: Finding[]; routes: readonly string[] }> {
  let client: LocalClient | undefined;
  try {
    client = await LocalClient.connect(folder);
    const state = await client.snapshot();
    return { runs: true, findings: lookAtHost(state, now), routes: state.relay.routes };
  } catch (error) {
    if (!(error instanceof LocalSocketError)) throw error;
    const why = error.code === 'noHost' ? 'No Outpost runs on this data folder.' : error.message;
    return { runs: false, findings: [noHost(why)], routes: [] };
  } finally {
    client?.close();
  }
}

async function agentHere(command: string | null, env: NodeJS.ProcessEnv): Promise<Finding> {
  const found = await findCodex({ command, env, platform: process.platform, arch: process.arch });
  if (found.state === 'found') return good('agent', `Codex ${found.program.version} is installed.`);
  return found.state === 'missing'
    ? attention('agent', found.detail, 'Until then the demo agent shows what a phone can show.')
    : bad('agent', found.detail, 'Then it is found by itself.');
}

function pageHere(clientFiles: string | undefined): Finding {
  if (clientFiles !== undefined)
    return good('page', 'The page for phones is built, and served on the local network.');
  return bad(
    'page',
    'The page for phones is not built, so a phone that opens a link finds nothing.',
    'Build it: npm run build.',
  );
}

/** Of the folder, or of the nearest one above it that exists. */
async function freeBytes(folder: string): Promise<number | null> {
  for (let at = folder; ; at = dirname(at)) {
    const stats = await statfs(at).catch(() => null);
    if (stats !== null) return stats.bavail * stats.bsize;
    if (dirname(at) === at) return null;
  }
}

const MARK = { good: 'ok', attention: 'look', bad: 'wrong' } as const;

function linesOf({ leg, state, text, remedy }: Finding): string[] {
  const first = printable(`${leg.padEnd(10)}${MARK[state].padEnd(7)}${text}`);
  return remedy === null ? [first] : [first, printable(`${' '.repeat(17)}→ ${remedy}`)];
}
