import { Laptop, Pencil, Smartphone, Tablet } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { DeviceView } from '../../main/contract/state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { expiryChoices, expiryWords } from '../model/expiry.ts';
import { phoneKind } from '../model/phone-kind.ts';
import { relativeTime } from '../model/relative-time.ts';
import { clientNote, meaningOf, RIGHTS, type Right } from '../model/rights.ts';
import { PhoneForm } from './phone-form.tsx';
import css from './phone-row.module.css';

const PICTURES = { phone: Smartphone, tablet: Tablet, computer: Laptop } as const;

export interface PhoneRowProps {
  readonly device: DeviceView;
  readonly now: number;
  /** Days after which phones without a time of their own are forgotten; 0: never. */
  readonly expirySetting: number;
  readonly onAllow: (right: Right) => void;
  readonly onExpire: (days: number | null) => void;
  readonly onRename: (name: string) => void;
  readonly onDescribe: (owner: string) => void;
  readonly onRestore: () => void;
  readonly onRevoke: () => void;
}

export function PhoneRow(props: PhoneRowProps): ReactNode {
  const { device, now, onRestore, onRevoke } = props;
  const heading = useId();
  const note = clientNote(device.client);
  const Picture = PICTURES[phoneKind(device)];
  return (
    <li className={css.row} tabIndex={-1} aria-labelledby={heading}>
      <Picture size={20} aria-hidden="true" className={css.picture} />
      <div className={css.body}>
        <div className={css.head}>
          <Names {...props} heading={heading} />
          <DeviceMark device={device} now={now} />
        </div>
        {device.suspended && (
          <Notice
            level="error"
            action={
              <Button onClick={onRestore}>
                Let it back in
                <Of name={device.name} />
              </Button>
            }
          >
            Its keys were used in two places, so a copy of them exists. Let it back in only if you restored
            the phone from a backup; otherwise revoke it.
          </Notice>
        )}
        {note?.level === 'warning' && <Notice level="warning">{note.text}</Notice>}
        <div className={css.foot}>
          <div className={css.facts}>
            <p>
              {[device.platform, `paired ${relativeTime(device.pairedAt, now)}`].filter(Boolean).join(', ')}
            </p>
            <p>
              Check words: <span data-selectable>{device.checkWords.join(' ')}</span>
            </p>
            {note?.level === 'soft' && <p>{note.text}</p>}
          </div>
          <Button aria-label={`Revoke ${device.name}`} onClick={onRevoke}>
            Revoke…
          </Button>
        </div>
        <Choices {...props} />
      </div>
    </li>
  );
}

/** Which phone a control is about, for whoever hears it without the row around. */
const Of = ({ name }: { name: string }): ReactNode => <span className="visually-hidden">({name})</span>;

/** What it is called and whose it is, and the form that changes both. */
function Names({ device, heading, onRename, onDescribe }: PhoneRowProps & { heading: string }): ReactNode {
  const [editing, setEditing] = useState<'name' | 'owner'>();
  const pencil = useRef<HTMLButtonElement>(null);
  if (editing !== undefined) {
    return (
      <PhoneForm
        name={device.name}
        owner={device.owner}
        first={editing}
        onDone={(entered) => {
          setEditing(undefined);
          // The form goes with the focus in it.
          requestAnimationFrame(() => pencil.current?.focus());
          if (entered === undefined) return;
          if (entered.name !== device.name) onRename(entered.name);
          if (entered.owner !== device.owner) onDescribe(entered.owner);
        }}
      />
    );
  }
  return (
    <div className={css.names}>
      <div className={css.title}>
        <h2 id={heading} data-selectable>
          {device.name}
        </h2>
        <IconButton
          ref={pencil}
          className={css.pencil ?? ''}
          label={`Rename ${device.name}`}
          title="Name, and whose it is"
          icon={<Pencil size={14} />}
          onClick={() => setEditing('name')}
        />
      </div>
      {device.owner === '' ? (
        <button type="button" className={css.say} onClick={() => setEditing('owner')}>
          Say whose it is
          <Of name={device.name} />
        </button>
      ) : (
        <p className={css.owner}>
          Belongs to <b data-selectable>{device.owner}</b>
        </p>
      )}
    </div>
  );
}

/** What it may do, and until when. */
function Choices({ device, now, expirySetting, onAllow, onExpire }: PhoneRowProps): ReactNode {
  const id = useId();
  return (
    <div className={css.choices}>
      <div>
        <label htmlFor={`${id}right`}>
          What it may do
          <Of name={device.name} />
        </label>
        <select
          id={`${id}right`}
          aria-describedby={`${id}means`}
          value={device.right}
          onChange={(event) => onAllow(event.currentTarget.value as Right)}
        >
          {RIGHTS.map(({ right, label }) => (
            <option key={right} value={right}>
              {label}
            </option>
          ))}
        </select>
        <p id={`${id}means`}>{meaningOf(device.right)}</p>
      </div>
      <div>
        <label htmlFor={`${id}expiry`}>
          Forget it when unused
          <Of name={device.name} />
        </label>
        <select
          id={`${id}expiry`}
          aria-describedby={`${id}until`}
          value={String(device.expiresAfterDays)}
          onChange={({ currentTarget: { value } }) => onExpire(value === 'null' ? null : Number(value))}
        >
          {expiryChoices(device.expiresAfterDays, expirySetting).map(({ days, label }) => (
            <option key={String(days)} value={String(days)}>
              {label}
            </option>
          ))}
        </select>
        <p id={`${id}until`}>{expiryWords(device, expirySetting, now)}</p>
      </div>
    </div>
  );
}

function DeviceMark({ device, now }: { device: DeviceView; now: number }): ReactNode {
  if (device.suspended) return <StateMark state="trouble" word="Held back" />;
  if (device.connected) return <StateMark state="done" word="Connected" />;
  const seen = device.lastSeenAt === null ? 'Never seen' : `Seen ${relativeTime(device.lastSeenAt, now)}`;
  return <StateMark state="away" word={seen} />;
}
