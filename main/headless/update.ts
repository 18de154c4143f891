/** `outpost update`: how it stands with new versions of the Outpost that runs, and its restart into one that is ready. */
import type { Command } from 'commander';
import type { HostApi } from '../contract/contract.ts';
import { followState } from '../contract/follow.ts';
import type { UpdateState } from '../contract/state.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { printable, printableJson } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';

const WORDS = {
  off: 'off',
  checking: 'looking',
  newest: 'newest',
  downloading: 'fetching',
  ready: 'ready',
  failed: 'failed',
} as const satisfies Record<UpdateState['state'], string>;

/** One line, in the columns of `outpost status`. */
export const updateLine = (update: UpdateState): string =>
  printable(`${'update'.padEnd(9)}${WORDS[update.state].padEnd(12)}${sentence(update)}`);

function sentence(update: UpdateState): string {
  switch (update.state) {
    case 'off':
    case 'failed':
      return update.detail;
    case 'checking':
      return 'Looking for a new version.';
    case 'newest':
      return 'No newer version is known.';
    case 'downloading':
      return `Version ${update.version} is being fetched.`;
    case 'ready':
      return `Version ${update.version} takes its place when Outpost is quit, or by "outpost update restart".`;
  }
}

export function addUpdate(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
): void {
  const update = program
    .command('update')
    .description('how it stands with new versions of the Outpost app')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => showUpdate(api, json, terminal)));
  update
    .command('check')
    .description('look for a new version now')
    .action(() => onHost((api) => checkUpdate(api, terminal)));
  update
    .command('restart')
    .description('restart the app into the version that is ready; refused while a turn runs')
    .action(() => onHost((api) => restartToUpdate(api, terminal)));
}

async function showUpdate(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { update } = await api.snapshot();
  say(terminal, [json ? printableJson(update) : updateLine(update)]);
  return EXIT.ok;
}

async function checkUpdate(api: HostApi, terminal: Terminal): Promise<ExitCode> {
  const outcome = await api.run('update/check', {});
  if (!outcome.ok) return refused(terminal, outcome.refusal.message);
  const update = await settled(api);
  say(terminal, [updateLine(update)]);
  return update.state === 'failed' ? EXIT.refused : EXIT.ok;
}

async function restartToUpdate(api: HostApi, terminal: Terminal): Promise<ExitCode> {
  const outcome = await api.run('update/restart', {});
  if (!outcome.ok) return refused(terminal, outcome.refusal.message);
  say(terminal, ['Outpost restarts into the new version.']);
  return EXIT.ok;
}

function refused(terminal: Terminal, message: string): ExitCode {
  complain(terminal, printable(message));
  return EXIT.refused;
}

/** What is known once it was looked, without waiting for what is then fetched. */
async function settled(api: HostApi): Promise<UpdateState> {
  let unfollow: (() => void) | undefined;
  const update = await new Promise<UpdateState>((resolve, reject) => {
    followState(api, (state) => {
      if (state.update.state !== 'checking') resolve(state.update);
    }).then((end) => {
      unfollow = end;
    }, reject);
  });
  unfollow?.();
  return update;
}
