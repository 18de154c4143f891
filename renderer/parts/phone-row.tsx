import { Pencil } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { DeviceView } from '../../main/contract/state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { relativeTime } from '../model/relative-time.ts';
import { clientNote, RIGHTS, type Right } from '../model/rights.ts';
import css from './phone-row.module.css';

export interface PhoneRowProps {
  readonly device: DeviceView;
  readonly now: number;
  readonly busy: boolean;
  readonly onAllow: (right: Right) => void;
  readonly onRename: (name: string) => void;
  readonly onRestore: () => void;
  readonly onRevoke: () => void;
}

export function PhoneRow({
  device,
  now,
  busy,
  onAllow,
  onRename,
  onRestore,
  onRevoke,
}: PhoneRowProps): ReactNode {
  const [renaming, setRenaming] = useState(false);
  const note = clientNote(device.client);
  return (
    <li className={css.row}>
      <div className={css.head}>
        {renaming ? (
          <NameForm
            name={device.name}
            onDone={(name) => {
              setRenaming(false);
              if (name !== undefined && name !== device.name) onRename(name);
            }}
          />
        ) : (
          <div className={css.title}>
            <h2 data-selectable>{device.name}</h2>
            <IconButton
              className={css.pencil ?? ''}
              label={`Rename ${device.name}`}
              icon={<Pencil size={14} />}
              onClick={() => setRenaming(true)}
            />
          </div>
        )}
        <DeviceMark device={device} now={now} />
      </div>
      {device.suspended && (
        <Notice
          level="error"
          action={
            <Button disabled={busy} onClick={onRestore}>
              Let it back in
            </Button>
          }
        >
          Its keys were used in two places, so a copy of them exists. Let it back in only if you restored the
          phone from a backup; otherwise revoke it.
        </Notice>
      )}
      {note?.level === 'warning' && <Notice level="warning">{note.text}</Notice>}
      <div className={css.foot}>
        <div className={css.facts}>
          <p>
            {device.platform}, paired {relativeTime(device.pairedAt, now)}
          </p>
          <p>
            Check words: <span data-selectable>{device.checkWords.join(' ')}</span>
          </p>
          {note?.level === 'soft' && <p>{note.text}</p>}
        </div>
        <span className={css.controls}>
          <select
            aria-label={`What ${device.name} may do`}
            value={device.right}
            disabled={busy}
            onChange={(event) => onAllow(event.currentTarget.value as Right)}
          >
            {RIGHTS.map(({ right, label }) => (
              <option key={right} value={right}>
                {label}
              </option>
            ))}
          </select>
          <Button aria-label={`Revoke ${device.name}`} disabled={busy} onClick={onRevoke}>
            Revoke…
          </Button>
        </span>
      </div>
    </li>
  );
}

function DeviceMark({ device, now }: { device: DeviceView; now: number }): ReactNode {
  if (device.suspended) return <StateMark state="trouble" word="Held back" />;
  if (device.connected) return <StateMark state="done" word="Connected" />;
  const seen = device.lastSeenAt === null ? 'Never seen' : `Seen ${relativeTime(device.lastSeenAt, now)}`;
  return <StateMark state="away" word={seen} />;
}

function NameForm({ name, onDone }: { name: string; onDone: (name: string | undefined) => void }): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const entered = String(new FormData(event.currentTarget).get('name') ?? '').trim();
    onDone(entered === '' ? undefined : entered);
  };
  return (
    <form className={css.form} onSubmit={submit}>
      <input
        name="name"
        aria-label="Name of the phone"
        defaultValue={name}
        maxLength={64}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here.
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => event.key === 'Escape' && onDone(undefined)}
      />
      <Button type="submit">Save</Button>
    </form>
  );
}
