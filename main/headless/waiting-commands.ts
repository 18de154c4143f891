/** The commands about what the agent asks of its owner, what a phone paused, and what happened. */
import { Argument, type Command } from 'commander';
import type { HostApi } from '../contract/contract.ts';
import { activity } from './activity.ts';
import type { ExitCode } from './exit-codes.ts';
import { count } from './flags.ts';
import { resume } from './paused.ts';
import type { Terminal } from './terminal.ts';
import { ANSWERS, type AnswerWord, answer, listWaiting } from './waiting.ts';

export function addWaiting(
  program: Command,
  terminal: Terminal,
  onHost: (act: (api: HostApi) => Promise<ExitCode>) => Promise<void>,
): void {
  program
    .command('waiting')
    .description('list what the agent asks of you')
    .option('--json', 'as JSON')
    .action(({ json = false }) => onHost((api) => listWaiting(api, json, terminal)));
  program
    .command('answer')
    .argument('<id>', 'of what waits, or the beginning of it')
    .addArgument(new Argument('<answer>', 'to what it asks').choices(ANSWERS))
    .description('show what the agent asks, whole, then answer it')
    .option('--session', 'approve for the session, where that is offered')
    .option('--note <text>', 'a word to the agent, with a decline')
    .option('--yes', 'approve without asking again')
    .action((id: string, word: AnswerWord, { session = false, note = '', yes = false }) =>
      onHost((api) => answer(api, id, word, { session, note, yes }, terminal)),
    );
  program
    .command('resume')
    .argument('<thread>', 'its name or id, as `outpost status` shows it')
    .description('let a thread that a phone paused start again')
    .action((thread: string) => onHost((api) => resume(api, thread, terminal)));
  program
    .command('activity')
    .description('list who decided what, and what became of the phones, the newest first')
    .option('--limit <n>', 'at most so many (default: 50; with --json: all)', count)
    .option('--rules', 'also what the policy answered by itself (with --json: always)')
    .option('--json', 'as JSON, one line each')
    .action(({ json = false, rules = json, limit }: { json?: boolean; rules?: boolean; limit?: number }) =>
      onHost((api) => activity(api, { json, rules, limit: limit ?? (json ? undefined : 50) }, terminal)),
    );
}
