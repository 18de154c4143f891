import { useCallback, useEffect, useRef, useState } from 'react';
import { type Held, withNewest, withOlder } from './model/activity.ts';
import { useCommand } from './use-command.ts';

export interface Activity {
  /** Undefined until the first page is there. */
  readonly held: Held | undefined;
  readonly refusal: string | undefined;
  /** Older ones are being read. */
  readonly busy: boolean;
  older(): void;
  again(): void;
}

/**
 * @param written Entries of the log since the host's start: with each more it is asked what came since the last.
 * @param rules Whether what the policy answered by itself is wanted; what is held stays until that is there.
 */
export function useActivity(written: number, rules: boolean): Activity {
  const newest = useCommand();
  const older = useCommand();
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<Held>();
  const latest = useRef<Held>(undefined);
  const hold = useCallback((value: Held) => {
    latest.current = value;
    setHeld(value);
  }, []);
  /** What is wanted now, null: nothing any more. One question at a time, for the log may be written faster than it is read. */
  const wanted = useRef<{ readonly rules: boolean } | null>(null);
  const asks = useRef(false);
  const { run } = newest;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each is a reason to look again.
  useEffect(() => {
    wanted.current = { rules };
    if (asks.current) return;
    asks.current = true;
    const follow = async () => {
      let seen: { readonly rules: boolean } | null = null;
      while (wanted.current !== null && wanted.current !== seen) {
        seen = wanted.current;
        const base = latest.current?.rules === seen.rules ? latest.current : undefined;
        const page = await run('activity/list', {
          ...(seen.rules && { rules: true }),
          ...(base !== undefined && { after: base.newest }),
        });
        if (page === undefined) break;
        if (base === undefined) hold({ ...page, rules: seen.rules });
        else if (latest.current !== undefined) hold(withNewest(latest.current, page));
      }
      asks.current = false;
    };
    void follow();
  }, [run, hold, written, attempt, rules]);

  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );

  return {
    held,
    refusal: newest.refusal ?? older.refusal,
    busy: older.busy,
    older() {
      const before = held?.before ?? null;
      if (before === null || held === undefined || older.busy) return;
      const wantedRules = held.rules ? { rules: true } : {};
      void older.run('activity/list', { ...wantedRules, before }).then((page) => {
        const now = latest.current;
        if (page !== undefined && now?.before === before && now.rules === held.rules)
          hold(withOlder(now, page));
      });
    },
    again: () => setAttempt((n) => n + 1),
  };
}
