import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { HostState, ProjectView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Confirm } from '../parts/dialog.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useBridge, useCommand } from '../use-command.ts';
import list from './list.module.css';
import css from './projects.module.css';

export function Projects({ state }: { state: HostState }): ReactNode {
  const bridge = useBridge();
  const { run, refusal, busy } = useCommand();
  const [path, setPath] = useState('');
  const [removing, setRemoving] = useState<ProjectView>();
  const pathId = useId();

  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (path.trim() === '') return;
    if (await run('project/add', { path: path.trim() })) setPath('');
  };
  const choose = async (): Promise<void> => {
    const folder = await bridge.desk('chooseFolder');
    if (folder !== undefined && (await run('project/add', { path: folder }))) setPath('');
  };

  return (
    <>
      <ViewHead
        title="Projects"
        detail="Folders that you opened to your phones. The agent works in no other one when a phone asks."
      />
      <form className={css.add} onSubmit={(event) => void add(event)}>
        <label htmlFor={pathId} className="visually-hidden">
          Path of a folder
        </label>
        <input
          id={pathId}
          value={path}
          placeholder="Path of a folder"
          autoComplete="off"
          spellCheck={false}
          maxLength={4096}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Button type="submit" disabled={busy || path.trim() === ''}>
          Add
        </Button>
        <Button tone="primary" disabled={busy} onClick={() => void choose()}>
          Choose a folder…
        </Button>
      </form>
      {refusal !== undefined && (
        <div className={css.refusal} role="alert">
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
      {state.projects.length === 0 ? (
        <Empty title="No project is open yet">
          Choose the folder of a project. Until then a phone can look, but start nothing.
        </Empty>
      ) : (
        <ul className={list.list}>
          {state.projects.map((project) => (
            <li key={project.id} className={css.project}>
              <div>
                <h2>{project.name}</h2>
                <code data-selectable>{project.path}</code>
              </div>
              <Button
                aria-label={`Remove ${project.name}`}
                disabled={busy}
                onClick={() => setRemoving(project)}
              >
                Remove…
              </Button>
            </li>
          ))}
        </ul>
      )}
      {removing && (
        <Confirm
          title={`Remove ${removing.name}?`}
          detail="Phones can no longer start anything there. Its files stay as they are."
          verb="Remove"
          onCancel={() => setRemoving(undefined)}
          onConfirm={() => {
            setRemoving(undefined);
            void run('project/remove', { id: removing.id });
          }}
        />
      )}
    </>
  );
}
