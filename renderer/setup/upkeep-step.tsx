import type { ReactNode } from 'react';
import type { HostState } from '../../main/contract/state.ts';
import { Shown } from '../parts/shown.tsx';
import css from './steps.module.css';

/** What keeps a computer up that stands alone. Shown, and run by its owner: it changes the machine for everybody on it. */
export function UpkeepStep({ state }: { state: HostState }): ReactNode {
  return (
    <>
      <p>
        For a computer that nobody sits at. Outpost runs none of this: it changes the computer for everybody
        who uses it, and may ask for an administrator’s password, which belongs in your own terminal.
      </p>
      <ul className={css.upkeep}>
        {state.upkeep.map(({ id, title, about, command }) => (
          <li key={id}>
            <h2>{title}</h2>
            <p className={css.soft}>{about}</p>
            {command !== null && (
              <Shown text={command} subject={`upkeep:${id}`} label={`Copy the command: ${title}`} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
