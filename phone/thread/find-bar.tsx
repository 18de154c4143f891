import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import type { ThreadStore } from '../state/thread-store.ts';
import * as words from '../text/find.ts';
import { useBack } from '../views/use-back.ts';
import css from './find-bar.module.css';
import { findItems } from './find-items.ts';
import type { Folds } from './folds.ts';
import field from './query.module.css';
import type { Goal } from './use-jump.ts';
import { useThread } from './use-thread.ts';

const ITEMS = ['shape'] as const;

/** Loaded when it is opened. Goes through the items that have some words, the newest first, and unfolds what they stand in. */
export default function FindBar({
  store,
  folds,
  onGoal,
  onOlder,
  onClose,
}: {
  store: ThreadStore;
  folds: Folds;
  onGoal: (goal: Goal) => void;
  onOlder: () => void;
  onClose: () => void;
}): ReactNode {
  useBack(onClose);
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const [at, setAt] = useState(0);
  const length = useThread(store, ITEMS, () => store.page?.items.length ?? 0);
  const first = useThread(store, ITEMS, () => store.page?.first ?? 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked through anew when items come, not with each word of one.
  const found = useMemo(
    () => findItems(store.page?.items ?? [], first, wanted),
    [store, first, length, wanted],
  );
  const here = found[Math.min(at, found.length - 1)];
  const index = here?.index;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place.
  useEffect(() => {
    if (here === undefined || store.page === null) return;
    if (here.folded) folds.set(here.id, true);
    onGoal({ epoch: store.page.epoch, index: here.index, quiet: true });
  }, [index]);
  const go = (step: number) => setAt((Math.min(at, found.length - 1) + step + found.length) % found.length);

  return (
    <search
      className={css.bar}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <input
        className={`${field.query} ${css.query}`}
        type="search"
        // biome-ignore lint/a11y/noAutofocus: the person asked for it with the press before.
        autoFocus
        value={query}
        aria-label={words.label}
        placeholder={words.label}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={({ key, shiftKey }) => {
          if (key === 'Enter' && found.length > 0) go(shiftKey ? -1 : 1);
        }}
      />
      <span role="status" className={css.place}>
        {wanted.trim() === ''
          ? ''
          : found.length === 0
            ? words.none(first > 0)
            : words.place(Math.min(at, found.length - 1) + 1, found.length)}
      </span>
      {found.length > 0 ? (
        <>
          <IconButton label={words.older} icon={<ChevronUp size={20} />} onClick={() => go(1)} />
          <IconButton label={words.newer} icon={<ChevronDown size={20} />} onClick={() => go(-1)} />
        </>
      ) : (
        wanted.trim() !== '' &&
        first > 0 && (
          <Button tone="quiet" onClick={onOlder}>
            {words.loadOlder}
          </Button>
        )
      )}
      <IconButton label={words.close} icon={<X size={20} />} onClick={onClose} />
    </search>
  );
}
