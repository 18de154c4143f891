import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import text from '../parts/text-field.module.css';
import { useCommand } from '../use-command.ts';
import css from './environment-row.module.css';

/** Opens a folder of an SSH host to phones, by its path there. */
export function FolderForm({ environment, name }: { environment: string; name: string }): ReactNode {
  const id = useId();
  const { run, refusal, busy } = useCommand();
  const [path, setPath] = useState('');
  const [done, setDone] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || path.trim() === '') return;
    setDone('');
    const added = await run('project/add', { path: path.trim(), environment });
    if (added === undefined) return;
    setPath('');
    setDone(`Open to your phones: ${added.name}.`);
  };
  return (
    <form className={css.folder} onSubmit={(event) => void submit(event)}>
      <label htmlFor={id} className="visually-hidden">
        Path of a folder on {name}
      </label>
      <input
        id={id}
        className={text.field}
        value={path}
        placeholder="Path of a folder there, such as ~/src/api"
        autoComplete="off"
        spellCheck={false}
        maxLength={4096}
        onChange={({ target }) => setPath(target.value)}
      />
      <Button type="submit" aria-disabled={busy || path.trim() === ''}>
        Add
      </Button>
      {refusal !== undefined && (
        <div role="alert" className={css.refusal}>
          <Notice level="error">{refusal}</Notice>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {done}
      </p>
    </form>
  );
}
