import { useState } from 'react';
import { CallError } from '../client/types.ts';

/** What a person has the host do from one place of the screen: whether it is under way, and why it was not done. */
export interface Acting {
  busy: boolean;
  /** A sentence; null: nothing went wrong with the last. */
  problem: string | null;
  /** Resolves with whether it was done; rejects with nothing but a bug. */
  act: (what: () => Promise<unknown>) => Promise<boolean>;
}

/** @param onCut said where the connection broke before an answer came; the host says everything else itself */
export function useAct(onCut: string): Acting {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
      return true;
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setProblem(error.code === 'cut' ? onCut : error.message);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, act };
}
