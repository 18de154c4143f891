import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PolicyChange, PolicyChoices } from '../../main/contract/policy.ts';
import { dayWords } from '../model/policy.ts';
import { Switch } from '../parts/switch.tsx';
import css from './policy.module.css';

type Hours = NonNullable<PolicyChoices['quietHours']>;
type Part = Extract<PolicyChange, { what: 'quietHoursPart' }>['part'];
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
  // Each by itself: one field is left for the other before the host has answered.
  const change = (part: Part): Promise<boolean> => send({ what: 'quietHoursPart', part });
  return (
    <>
      <Switch
        label="Keep quiet hours"
        detail="By the clock of this computer. What goes on by itself still does."
        checked={hours !== null}
        onChange={(on) => void send({ what: 'quietHours', hours: on ? NIGHT : null })}
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
  /** Entered, and then left: that is one change. */
  const sent = useRef(value);
  useEffect(() => {
    setDraft(value);
    sent.current = value;
  }, [value]);
  const save = (): void => {
    if (draft === sent.current) return;
    sent.current = draft;
    void onSave(draft).then((done) => {
      if (done || sent.current !== draft) return;
      sent.current = value;
      // What was typed meanwhile stays.
      setDraft((now) => (now === draft ? value : now));
    });
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
