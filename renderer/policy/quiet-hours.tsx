import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PolicyChange, PolicyChoices } from '../../main/contract/policy.ts';
import { dayWords } from '../model/policy.ts';
import { Switch } from '../parts/switch.tsx';
import css from './policy.module.css';

type Hours = NonNullable<PolicyChoices['quietHours']>;
/** What a first switch begins with. */
const NIGHT: Hours = { from: '22:00', to: '07:00', questions: 'desk' };

/** Hours in which phones are not asked. Days are chosen in the file, and stay. */
export function QuietHours({
  hours,
  send,
}: {
  hours: PolicyChoices['quietHours'];
  send: (change: PolicyChange) => Promise<boolean>;
}): ReactNode {
  // One field is left for the other before the host has answered: what was chosen there is not taken back here.
  const latest = useRef(hours);
  useEffect(() => {
    latest.current = hours;
  }, [hours]);
  const set = async (next: Hours | null): Promise<boolean> => {
    const before = latest.current;
    latest.current = next;
    const done = await send({ what: 'quietHours', hours: next });
    // Only what was refused is taken back: another field may have been saved meanwhile, and not be told of yet.
    if (!done && latest.current === next) latest.current = before;
    return done;
  };
  const change = async (fields: Partial<Hours>): Promise<boolean> =>
    set({ ...(latest.current ?? NIGHT), ...fields });
  return (
    <>
      <Switch
        label="Keep quiet hours"
        detail="By the clock of this computer. What goes on by itself still does."
        checked={hours !== null}
        onChange={(on) => void set(on ? NIGHT : null)}
      />
      {hours !== null && (
        <div className={css.hours}>
          <Time label="From" value={hours.from} onSave={(from) => change({ from })} />
          <Time label="To" value={hours.to} onSave={(to) => change({ to })} />
          <select
            aria-label="In the quiet hours"
            value={hours.questions}
            onChange={(event) =>
              void change({ questions: event.currentTarget.value === 'wait' ? 'wait' : 'desk' })
            }
          >
            <option value="desk">phones are not asked; answer at this computer</option>
            <option value="wait">phones may answer; nothing expires before they end</option>
          </select>
          <span className={css.soft}>They begin {dayWords(hours.days)}.</span>
        </div>
      )}
    </>
  );
}

/** Saved when it is left or entered. */
function Time({
  label,
  value,
  onSave,
}: {
  label: string;
  value: string;
  onSave: (time: string) => Promise<boolean>;
}): ReactNode {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const save = (): void => {
    if (draft !== value) void onSave(draft).then((done) => !done && setDraft(value));
  };
  return (
    <label className={css.time}>
      {label}
      <input
        value={draft}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        maxLength={5}
        placeholder="22:00"
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          if (event.key === 'Escape') setDraft(value);
        }}
      />
    </label>
  );
}
