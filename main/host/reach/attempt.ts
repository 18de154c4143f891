/** One try with a program that goes on running while its way is open: what it says, until when it has to, how it ended. */
import type { Clock } from '../clock.ts';
import { type LeashedProgram, startLeashed } from './leash.ts';
import type { Report, Try } from './way-keeper.ts';
import type { Problem } from './way-state.ts';

/** A program that says nothing useful for so long is started anew. */
const ANSWER_WITHIN_MS = 45_000;

/** What a line of the program means; null: nothing. `fault`: why it will end, in case it does. */
export type Meaning<Kind extends string> =
  | Exclude<Report<Kind>, { kind: 'ended' }>
  | { readonly kind: 'fault'; readonly problem: Problem<Kind> }
  | null;

export interface AttemptOptions<Kind extends string> {
  readonly clock: Clock;
  readonly tell: (report: Report<Kind>) => void;
  /** Looks at what must be right first, and says what to run. `signal`: nobody waits for it any more. */
  readonly prepare: (
    signal: AbortSignal,
  ) => Promise<{ readonly run: Omit<LeashedProgram, 'heard'> } | { readonly problem: Problem<Kind> }>;
  readonly understand: (line: string) => Meaning<Kind>;
}

export function attempt<Kind extends string>(options: AttemptOptions<Kind>): Try {
  const stopped = new AbortController();
  const over = run(options, stopped.signal);
  return {
    async stop() {
      stopped.abort();
      await over;
    },
  };
}

async function run<Kind extends string>(options: AttemptOptions<Kind>, stopped: AbortSignal): Promise<void> {
  const { clock, tell, prepare, understand } = options;
  const prepared = await prepare(stopped);
  if (stopped.aborted) return;
  if ('problem' in prepared) {
    tell({ kind: 'ended', problem: prepared.problem });
    return;
  }
  let fault: Problem<Kind> | null = null;
  const heard = (line: string) => {
    const meaning = understand(line);
    if (meaning === null) return;
    // The first complaint is the cause; what follows are its consequences.
    if (meaning.kind === 'fault') fault ??= meaning.problem;
    else {
      cancel();
      tell(meaning);
    }
  };
  const leashed = startLeashed({ ...prepared.run, heard });
  const cancel = clock.after(ANSWER_WITHIN_MS, () => {
    fault ??= { kind: 'silent' };
    leashed.stop();
  });
  stopped.addEventListener('abort', () => leashed.stop(), { once: true });
  await leashed.ended;
  cancel();
  tell({ kind: 'ended', problem: fault ?? { kind: 'ended' } });
}
