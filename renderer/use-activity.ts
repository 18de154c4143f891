import { useEffect, useState } from 'react';
import { type Held, withNewest, withOlder } from './model/activity.ts';
import { useCommand } from './use-command.ts';

export interface Activity {
  /** Undefined until the first page is there. */
  readonly held: Held | undefined;
  readonly refusal: string | undefined;
  readonly busy: boolean;
  older(): void;
  again(): void;
}

/** @param written Entries of the log since the host's start: with each more the newest page is read again. */
export function useActivity(written: number): Activity {
  const { run, refusal, busy } = useCommand();
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<Held>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: both are a reason to look again.
  useEffect(() => {
    let gone = false;
    void run('activity/list', {}).then((page) => {
      if (!gone && page !== undefined) setHeld((before) => withNewest(before, page));
    });
    return () => {
      gone = true;
    };
  }, [run, written, attempt]);

  return {
    held,
    refusal,
    busy,
    older() {
      const before = held?.before ?? null;
      if (before === null || busy) return;
      void run('activity/list', { before }).then((page) => {
        if (page !== undefined)
          setHeld((now) => (now === undefined || now.before !== before ? now : withOlder(now, page)));
      });
    },
    again: () => setAttempt((n) => n + 1),
  };
}
