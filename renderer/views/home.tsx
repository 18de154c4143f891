import type { ReactNode } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { headline, type LegView, legs } from '../model/legs.ts';
import { relativeTime } from '../model/relative-time.ts';
import { Switch } from '../parts/switch.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import css from './home.module.css';

const MINUTE = 60_000;
/** What happened longer ago is in the log, not on the first screen. */
const NOTICES_SHOWN = 3;

export function Home({ state, onShow }: { state: HostState; onShow: (view: PanelView) => void }): ReactNode {
  const { run, refusal, busy } = useCommand();
  const now = useNow(MINUTE);
  const { title, detail } = headline(state);
  const first = state.devices.length === 0;
  return (
    <>
      <ViewHead
        title={title}
        detail={detail}
        action={
          <Button tone={first ? 'primary' : 'plain'} onClick={() => onShow('pair')}>
            Pair a phone
          </Button>
        }
      />
      {refusal !== undefined && <Notice level="error">{refusal}</Notice>}
      {state.notices.length > 0 && (
        <ul className={css.notices} aria-label="Notices">
          {state.notices
            .slice(-NOTICES_SHOWN)
            .reverse()
            .map((notice) => (
              <li key={`${notice.at} ${notice.text}`} data-selectable>
                <Notice level={notice.level}>
                  {notice.text} <span className={css.time}>{relativeTime(notice.at, now)}</span>
                </Notice>
              </li>
            ))}
        </ul>
      )}
      <section className={css.section} aria-labelledby="way">
        <h2 id="way">From the agent to your phone</h2>
        <ol className={css.legs}>
          {legs(state).map((leg) => (
            <Leg key={leg.id} leg={leg} busy={busy} onRetry={(id) => void run('agent/retry', { id })} />
          ))}
        </ol>
      </section>
      <section className={css.section}>
        <Switch
          label="Keep awake while a phone is connected"
          detail="The display may still turn off. Nothing is held while no phone is there."
          checked={state.settings.mobile_keep_awake}
          onChange={(value) => void run('settings/set', { key: 'mobile_keep_awake', value })}
        />
      </section>
    </>
  );
}

function Leg({
  leg,
  busy,
  onRetry,
}: {
  leg: LegView;
  busy: boolean;
  onRetry: (agent: string) => void;
}): ReactNode {
  const { retry } = leg;
  return (
    <li className={css.leg}>
      <span className={css.mark}>
        <StateMark state={leg.mark} word={`${leg.name}:`} quiet />
      </span>
      <div className={css.words}>
        <b>{leg.title}</b>
        <span data-selectable>{leg.detail}</span>
      </div>
      {retry !== undefined && (
        <Button disabled={busy} onClick={() => onRetry(retry)}>
          Look again
        </Button>
      )}
    </li>
  );
}
