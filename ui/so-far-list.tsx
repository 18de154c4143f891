import { ChevronDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CardChange } from './approval-words.ts';
import type { CardFile, CardSoFar } from './card-words.ts';
import files from './change-list.module.css';
import { ChangeDiff, ChangeList } from './change-list.tsx';
import { LineCounts } from './line-counts.tsx';
import { Revealed } from './revealed.tsx';
import css from './so-far-list.module.css';

/** The changes of a file so far, and how many more there were. Rejects where they cannot be had. */
export type ChangesOf = (path: string) => Promise<{ changes: readonly CardChange[]; more: number }>;

const KIND = { add: 'New', delete: 'Deleted', update: '' } as const;

/** Files that were changed before the question, each with its diffs a tap away. */
export function SoFarList({ soFar, changesOf }: { soFar: CardSoFar; changesOf: ChangesOf }): ReactNode {
  const left = soFar.total.files - soFar.files.length;
  return (
    <ul className={files.list} aria-label="Files changed so far">
      {soFar.files.map((file) => (
        <File key={file.path} file={file} changesOf={changesOf} />
      ))}
      {left > 0 && (
        <li className={css.soft}>
          {left === 1 ? '1 file that was changed earlier is' : `${left} files that were changed earlier are`}{' '}
          not listed.
        </li>
      )}
    </ul>
  );
}

/** The diff of an only change stands for itself; of several, each has its counts. */
const Changes = ({ changes }: { changes: readonly CardChange[] }): ReactNode =>
  changes.length === 1 ? <ChangeDiff change={changes[0]!} /> : <ChangeList changes={changes} open />;

type Shown =
  | { kind: 'closed' | 'loading' | 'failed' }
  | { kind: 'open'; changes: readonly CardChange[]; more: number };

function File({ file, changesOf }: { file: CardFile; changesOf: ChangesOf }): ReactNode {
  const [shown, setShown] = useState<Shown>({ kind: 'closed' });
  const open = shown.kind !== 'closed';
  const toggle = (): void => {
    if (open) return setShown({ kind: 'closed' });
    setShown({ kind: 'loading' });
    changesOf(file.path).then(
      (told) => setShown((now) => (now.kind === 'loading' ? { kind: 'open', ...told } : now)),
      () => setShown((now) => (now.kind === 'loading' ? { kind: 'failed' } : now)),
    );
  };
  return (
    <li>
      <button type="button" className={files.file} aria-expanded={open} onClick={toggle}>
        <code className={css.path}>
          <Revealed text={file.path} />
        </code>
        {KIND[file.kind] !== '' && <span className={css.soft}>{KIND[file.kind]}</span>}
        <LineCounts added={file.added} removed={file.removed} />
        <ChevronDown size={18} aria-hidden="true" className={css.chevron} />
      </button>
      {shown.kind === 'loading' && (
        <p role="status" className={css.soft}>
          Fetching its changes
        </p>
      )}
      {shown.kind === 'failed' && (
        <p role="alert" className={css.soft}>
          Its changes could not be fetched. Close it and open it again, or look in the thread.
        </p>
      )}
      {shown.kind === 'open' && (
        <>
          {shown.changes.length === 0 ? (
            <p className={css.soft}>Its changes are not kept any more.</p>
          ) : (
            <Changes changes={shown.changes} />
          )}
          {shown.more > 0 && (
            <p className={css.soft}>
              {shown.more === 1 ? '1 earlier change is' : `${shown.more} earlier changes are`} too long to be
              shown here.
            </p>
          )}
        </>
      )}
    </li>
  );
}
