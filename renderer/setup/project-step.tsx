import type { ReactNode } from 'react';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { type CommandState, useBridge } from '../use-command.ts';
import css from './steps.module.css';

/** The first folder that phones may work in, by the system's own dialog. */
export function ProjectStep({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  const bridge = useBridge();
  const { projects } = state;
  const choose = async (): Promise<void> => {
    const path = await bridge.desk('chooseFolder');
    if (path !== undefined) await command.run('project/add', { path });
  };
  return (
    <>
      {projects.length > 0 && (
        <ul className={css.projects}>
          {projects.map(({ id, name, path }) => (
            <li key={id}>
              <StateMark state="done" word={name} />
              <code data-selectable>{path}</code>
            </li>
          ))}
        </ul>
      )}
      <div className={css.buttons}>
        <Button
          tone={projects.length === 0 ? 'primary' : 'plain'}
          disabled={command.busy}
          onClick={() => void choose()}
        >
          {projects.length === 0 ? 'Choose a folder…' : 'Choose another…'}
        </Button>
      </div>
    </>
  );
}
