import { FolderOpen } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { HostState, ProjectView } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Confirm } from '../parts/dialog.tsx';
import { Refusal } from '../parts/refusal.tsx';
import text from '../parts/text-field.module.css';
import { ViewHead } from '../parts/view-head.tsx';
import { useBridge, useCommand } from '../use-command.ts';
import { useFolderDrop } from '../use-folder-drop.ts';
import { useRowFocus } from '../use-row-focus.ts';
import list from './list.module.css';
import css from './projects.module.css';

export function Projects({ state }: { state: HostState }): ReactNode {
  const bridge = useBridge();
  const { run, refusal, busy } = useCommand();
  const [path, setPath] = useState('');
  const [removing, setRemoving] = useState<ProjectView>();
  const [missing, setMissing] = useState<ProjectView>();
  const [done, setDone] = useState('');
  const pathId = useId();
  const hostOf = ({ environment }: ProjectView): string =>
    state.environments.find(({ id }) => id === environment)?.name ??
    state.ssh.hosts.find((host) => host.environment === environment)?.alias ??
    'an SSH host that is not connected';
  const rows = useRowFocus(state.projects.map(({ id }) => id));

  /** One after the other; what the host refuses is said, and ends it. */
  const add = async (paths: readonly string[]): Promise<boolean> => {
    setMissing(undefined);
    const names: string[] = [];
    for (const each of paths) {
      const added = await run('project/add', { path: each });
      if (added === undefined) return false;
      names.push(added.name);
    }
    if (names.length > 0) setDone(`Open to your phones: ${names.join(', ')}.`);
    return true;
  };
  const over = useFolderDrop((paths) => void add(paths));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (path.trim() !== '' && (await add([path.trim()]))) setPath('');
  };
  const choose = async (): Promise<void> => {
    const folder = await bridge.desk('chooseFolder');
    if (folder !== undefined && (await add([folder]))) setPath('');
  };
  const show = async (project: ProjectView): Promise<void> => {
    setMissing(undefined);
    if (!(await bridge.desk('showProject', project.id))) setMissing(project);
  };
  const remove = async ({ id, name }: ProjectView): Promise<void> => {
    setRemoving(undefined);
    if (await run('project/remove', { id })) setDone(`${name} is closed to your phones.`);
  };

  return (
    <>
      <ViewHead
        title="Projects"
        detail="Folders that you opened to your phones. The agent works in no other one when a phone asks."
      />
      <form className={css.add} onSubmit={(event) => void submit(event)}>
        <label htmlFor={pathId} className="visually-hidden">
          Path of a folder
        </label>
        <input
          id={pathId}
          className={text.field}
          value={path}
          placeholder="Path of a folder, or drop one here"
          autoComplete="off"
          spellCheck={false}
          maxLength={4096}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Button type="submit" aria-disabled={busy || path.trim() === ''}>
          Add
        </Button>
        <Button tone="primary" aria-disabled={busy} onClick={() => void choose()}>
          Choose a folder…
        </Button>
      </form>
      <p className="visually-hidden" role="status">
        {done}
      </p>
      <Refusal text={refusal} />
      {missing !== undefined && (
        <Refusal
          text={`The folder of ${missing.name} is not there any more: ${missing.path}. Put it back, or remove the project here.`}
          action={<Button onClick={() => setRemoving(missing)}>Remove it…</Button>}
        />
      )}
      {state.projects.length === 0 ? (
        <Empty title="No project is open yet">
          Choose the folder of a project, or drop it on this window. Until then a phone can look, but start
          nothing.
        </Empty>
      ) : (
        <ul className={list.list} ref={rows}>
          {state.projects.map((project) => (
            <li key={project.id} className={css.project} tabIndex={-1} aria-label={project.name}>
              <div>
                <h2>{project.name}</h2>
                <code data-selectable>{project.path}</code>
                {project.environment !== 'local' && <p>on {hostOf(project)}</p>}
              </div>
              <div className={css.controls}>
                {project.environment === 'local' && (
                  <Button
                    icon={<FolderOpen size={16} />}
                    aria-label={`Show ${project.name} in the file manager`}
                    onClick={() => void show(project)}
                  >
                    Show
                  </Button>
                )}
                <Button aria-label={`Remove ${project.name}`} onClick={() => setRemoving(project)}>
                  Remove…
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {over && (
        <p className={css.drop} role="status">
          Drop it to open it to your phones
        </p>
      )}
      {removing && (
        <Confirm
          title={`Remove ${removing.name}?`}
          detail="Phones no longer see its threads and can start nothing there. Its files stay as they are."
          verb="Remove"
          onCancel={() => setRemoving(undefined)}
          onConfirm={() => {
            setMissing(undefined);
            void remove(removing);
          }}
        />
      )}
    </>
  );
}
