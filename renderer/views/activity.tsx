import { type ReactNode, useState } from 'react';
import type { ActivityEntry } from '../../main/contract/activity.ts';
import { activityWords, leftOut } from '../../main/contract/activity-words.ts';
import type { HostState } from '../../main/contract/state.ts';
import { APPROVAL_KIND } from '../../ui/approval-kinds.ts';
import { Button } from '../../ui/button.tsx';
import { Empty, Loading } from '../../ui/empty.tsx';
import { Notice, Problem } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { byDay, type Filter, filtered, type Held, markOf, people } from '../model/activity.ts';
import { Refusal } from '../parts/refusal.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useActivity } from '../use-activity.ts';
import { useNow } from '../use-now.ts';
import css from './activity.module.css';
import list from './list.module.css';

const MINUTE = 60_000;
const EVERYTHING: Filter = { kind: 'all', who: 'all' };

/** Who approved what, and what became of the phones. */
export function ActivityView({ state }: { state: HostState }): ReactNode {
  const [rules, setRules] = useState(false);
  const { held, refusal, busy, older, again } = useActivity(state.activity.written, rules);
  const [filter, setFilter] = useState(EVERYTHING);
  return (
    <>
      <ViewHead
        title="Activity"
        detail="Who approved what, and what became of your phones. It stays on this computer."
      />
      {held === undefined ? (
        refusal === undefined ? (
          <Loading what="Reading the log" />
        ) : (
          <Problem
            title="The log cannot be read"
            meaning={refusal}
            action={
              <Button tone="primary" onClick={again}>
                Try again
              </Button>
            }
          />
        )
      ) : isNothing(held) ? (
        <Empty title="Nothing has happened yet">
          Every decision on something that the agent asked is listed here, with who made it; and every phone
          that is paired, changed or revoked.
        </Empty>
      ) : (
        <>
          <Refusal text={refusal} />
          <Told sentences={leftOut(held)} />
          <Filters held={held} filter={filter} onFilter={setFilter} rules={rules} onRules={setRules} />
          <Entries held={held} filter={filter} />
          <div className={css.foot}>
            {held.before !== null && (
              <Button aria-disabled={busy} onClick={older}>
                Load older
              </Button>
            )}
            <p>
              <code>outpost activity --json</code> writes all of it out.
            </p>
          </div>
        </>
      )}
    </>
  );
}

const Told = ({ sentences }: { sentences: readonly string[] }): ReactNode =>
  sentences.length > 0 && (
    <div className={css.told}>
      {sentences.map((sentence) => (
        <Notice key={sentence} level="warning">
          {sentence}
        </Notice>
      ))}
    </div>
  );

function Filters({
  held,
  filter,
  onFilter,
  rules,
  onRules,
}: {
  held: Held;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  rules: boolean;
  onRules: (rules: boolean) => void;
}): ReactNode {
  return (
    <div className={css.filters}>
      <select
        aria-label="What is shown"
        value={filter.kind}
        onChange={({ target }) => onFilter({ ...filter, kind: target.value as Filter['kind'] })}
      >
        <option value="all">Everything</option>
        <option value="approval">What the agent asked</option>
        <option value="phone">Phones</option>
      </select>
      <select
        aria-label="By whom"
        value={filter.who}
        onChange={({ target }) => onFilter({ ...filter, who: target.value })}
      >
        <option value="all">By anybody</option>
        {people(held.entries).map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      <label className={css.rules}>
        <input type="checkbox" checked={rules} onChange={({ target }) => onRules(target.checked)} />
        <span>Answered by rule{!held.rules && held.byRule > 0 && ` (${held.byRule})`}</span>
      </label>
    </div>
  );
}

const isNothing = ({ entries, before, byRule, damaged, unreadable }: Held): boolean =>
  entries.length === 0 && before === null && byRule + damaged + unreadable.length === 0;

function nothingShown({ entries, before, byRule }: Held): string {
  const far = before === null ? '' : ' so far back';
  return entries.length === 0 && byRule > 0
    ? `Nothing but answers by rule${far}.`
    : `There is nothing of this kind${far}.`;
}

function Entries({ held, filter }: { held: Held; filter: Filter }): ReactNode {
  const now = useNow(MINUTE);
  const shown = filtered(held.entries, filter);
  if (shown.length === 0)
    return (
      <p role="status" className={css.none}>
        {nothingShown(held)}
      </p>
    );
  return byDay(shown, now).map(({ day, entries }) => (
    <section key={day} className={css.day} aria-label={day}>
      <h2>{day}</h2>
      <ul className={list.list}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  ));
}

function Entry({ entry }: { entry: ActivityEntry }): ReactNode {
  const { title, detail } = activityWords(entry);
  const word = entry.kind === 'phone' ? 'Phone:' : `${APPROVAL_KIND[entry.ask].word}:`;
  const place = entry.kind === 'approval' ? [entry.project, entry.thread].filter(Boolean).join(' · ') : '';
  return (
    <li className={css.entry} data-selectable>
      <span className={css.mark}>
        <StateMark state={markOf(entry)} word={word} quiet />
      </span>
      <div className={css.words}>
        <b>{title}</b>
        <span>{detail}</span>
        {place !== '' && <span>{place}</span>}
      </div>
      <time dateTime={new Date(entry.at).toISOString()}>{timeOfDay(entry.at)}</time>
    </li>
  );
}

const timeOfDay = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(at);
