/** How a way stands on which phones reach this computer: mark and word. What it means, the host says itself. */
import type { ReachView } from '../../main/contract/state.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

export interface WayMark {
  readonly mark: MarkState;
  readonly word: string;
  /** Whether it may be asked to try again now, instead of when its time comes. */
  readonly canRetry: boolean;
}

const MARKS: Readonly<Record<ReachView['state'], Omit<WayMark, 'canRetry'>>> = {
  up: { mark: 'done', word: 'Works' },
  starting: { mark: 'working', word: 'Starting' },
  attention: { mark: 'waiting', word: 'Needs you' },
  down: { mark: 'trouble', word: 'Does not work' },
  off: { mark: 'away', word: 'Off' },
};

/** What waits for the owner goes on by itself; only what waits for its next try can be hurried. */
export const wayMark = ({ state }: ReachView): WayMark => ({ ...MARKS[state], canRetry: state === 'down' });
