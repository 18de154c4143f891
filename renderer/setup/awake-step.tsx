import type { ReactNode } from 'react';
import { SETTINGS } from '../../main/contract/settings.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { KeepAwake } from '../parts/keep-awake.tsx';
import { Switch } from '../parts/switch.tsx';
import type { CommandState } from '../use-command.ts';
import css from './steps.module.css';

/** Start at login and keep awake: without them there is a computer to reach only by luck. */
export function AwakeStep({ state, command }: { state: HostState; command: CommandState }): ReactNode {
  const { settings, login } = state;
  const startsItself = login.state !== 'unavailable';
  const on = settings.mobile_keep_awake && (settings.start_at_login || !startsItself);
  const turnOn = async (): Promise<void> => {
    if (
      startsItself &&
      (await command.run('settings/set', { key: 'start_at_login', value: true })) === undefined
    )
      return;
    await command.run('settings/set', { key: 'mobile_keep_awake', value: true });
  };
  return (
    <>
      {!on && (
        <div className={css.buttons}>
          <Button tone="primary" disabled={command.busy} onClick={() => void turnOn()}>
            {startsItself ? 'Turn on both' : 'Keep it awake'}
          </Button>
        </div>
      )}
      {startsItself ? (
        <Switch
          label={SETTINGS.start_at_login.title}
          detail={SETTINGS.start_at_login.about}
          checked={settings.start_at_login}
          onChange={(value) => void command.run('settings/set', { key: 'start_at_login', value })}
        />
      ) : null}
      {login.detail !== '' && <Notice>{login.detail}</Notice>}
      <KeepAwake state={state} command={command} />
    </>
  );
}
