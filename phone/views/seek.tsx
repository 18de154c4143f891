import { Search } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { HomeState } from '../state/home.ts';
import { places } from '../state/inbox.ts';
import type { Wanted } from '../state/sought.ts';
import type { Store } from '../state/store.ts';
import * as words from '../text/lists.ts';
import css from './seek.module.css';
import { useStore } from './use-store.ts';

/** Looks for words and in a place. Both are the browser's own fields, so that each phone shows what its owner knows. */
export function Seek({ home, wanted }: { home: HomeState; wanted: Store<Wanted> }): ReactNode {
  const { words: text, place } = useStore(wanted);
  const [search, where] = [useId(), useId()];
  const choices = places(home);
  const several = choices.length > 1;
  return (
    <search className={css.seek}>
      <label className={css.words} htmlFor={search}>
        <Search size={18} aria-hidden="true" />
        <span className="visually-hidden">{words.search}</span>
        <input
          id={search}
          type="search"
          value={text}
          placeholder={words.search}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
          onChange={({ target }) => wanted.update((before) => ({ ...before, words: target.value }))}
        />
      </label>
      {(several || (choices[0]?.projects.length ?? 0) > 1) && (
        <label className={css.place} htmlFor={where}>
          <span className="visually-hidden">{words.place}</span>
          <select
            id={where}
            value={place ?? ''}
            data-chosen={place !== null || undefined}
            onChange={({ target }) => wanted.update((before) => ({ ...before, place: target.value || null }))}
          >
            <option value="">{words.everywhere}</option>
            {choices.map(({ environment, projects }) => {
              const options = projects.map(({ id, name }) => (
                <option key={id} value={`project:${id}`}>
                  {name}
                </option>
              ));
              if (!several) return options;
              return (
                <optgroup key={environment.id} label={environment.name}>
                  <option value={`environment:${environment.id}`}>{words.allOn(environment.name)}</option>
                  {options}
                </optgroup>
              );
            })}
          </select>
        </label>
      )}
    </search>
  );
}
