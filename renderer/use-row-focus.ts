import { type RefObject, useEffect, useRef } from 'react';

/**
 * Where the focus goes when the row that had it goes: to the row that takes its place, or to the heading of the view when
 * none is left. Rows need a `tabIndex` of -1.
 *
 * @param ids of the rows, in their order
 */
export function useRowFocus(ids: readonly string[]): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef(ids);
  useEffect(() => {
    const gone = shown.current.findIndex((id) => !ids.includes(id));
    shown.current = ids;
    // Whoever is somewhere else by now stays there.
    if (gone < 0 || document.activeElement !== document.body) return;
    const rows = list.current?.querySelectorAll<HTMLElement>(':scope > li') ?? [];
    const next = rows[Math.min(gone, rows.length - 1)] ?? document.querySelector('h1');
    next?.focus();
  });
  return list;
}
