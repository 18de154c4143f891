import { type ReactNode, useState } from 'react';
import {
  SETTING_GROUPS,
  SETTING_KEYS,
  SETTINGS,
  type SettingGroup,
  type SettingKey,
} from '../../main/contract/settings.ts';
import { realAgent } from '../../main/contract/setup.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Confirm } from '../parts/dialog.tsx';
import fact from '../parts/fact.module.css';
import { Group } from '../parts/group.tsx';
import { ReachList } from '../parts/reach-list.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { SettingField } from '../parts/setting-field.tsx';
import { Sharing } from '../parts/sharing.tsx';
import { UpdateRow } from '../parts/update-row.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { Watching } from '../parts/watching.tsx';
import { useBridge, useCommand } from '../use-command.ts';
import css from './settings.module.css';

const GROUPS = Object.entries(SETTING_GROUPS) as [SettingGroup, string][];

/** Everything of the table of settings, group by group. */
export function Settings({ state }: { state: HostState }): ReactNode {
  const { settings, settingsFile, login, overridden } = state;
  const command = useCommand();
  const agent = realAgent(state);
  const noteOf = (key: SettingKey): string => {
    if (overridden.includes(key)) return 'For this run, the command line says something else.';
    return key === 'start_at_login' ? login.detail : '';
  };
  return (
    <>
      <ViewHead title="Settings" detail="Each change is saved as you make it." />
      {settingsFile.problem !== null && (
        <div className={css.problem} role="alert">
          <Notice level="warning">{settingsFile.problem}</Notice>
        </div>
      )}
      {GROUPS.map(([group, title]) => (
        <Group key={group} id={`settings-${group}`} title={title}>
          {SETTING_KEYS.filter((key) => SETTINGS[key].group === group).map((key) => (
            <SettingField key={key} setting={key} settings={settings} note={noteOf(key)} />
          ))}
          {group === 'agent' && agent?.sharing && (
            <>
              <Sharing agent={agent} sharing={agent.sharing} command={command} />
              <Watching />
            </>
          )}
          {group === 'reach' && <ReachList ways={state.reach} command={command} />}
          {group === 'program' && <UpdateRow state={state} />}
        </Group>
      ))}
      <Rests state={state} />
    </>
  );
}

const MOVES = {
  keychain: {
    verb: 'Move to the keychain',
    title: 'Move the key to the keychain?',
    detail:
      'Outpost in a terminal cannot run on this data folder then; this app can. Copies of the file in backups stay as they are. Phones stay paired.',
  },
  file: {
    verb: 'Move to a file',
    title: 'Move the key to a plain file?',
    detail:
      'Whoever can read that file can pass for this computer. Outpost in a terminal can run on this data folder then. Phones stay paired.',
  },
} as const;

/** Where things are: the file of the settings, and the key of the host. */
function Rests({ state: { settingsFile, key } }: { state: HostState }): ReactNode {
  const bridge = useBridge();
  const { run, refusal, busy } = useCommand();
  const [asking, setAsking] = useState(false);
  const to = key.kept === 'file' ? 'keychain' : 'file';
  return (
    <Group id="settings-files" title="On this disk">
      <div className={`${fact.fact} ${css.fact}`}>
        <p>
          These settings are in a file that you can also edit by hand:
          <code data-selectable>{settingsFile.path}</code>
        </p>
        <Button onClick={() => void bridge.desk('showSettingsFile')}>Show in its folder</Button>
      </div>
      <div className={`${fact.fact} ${css.fact}`}>
        <p>{key.detail}</p>
        {key.moves && (
          <Button disabled={busy} onClick={() => setAsking(true)}>
            {MOVES[to].verb}…
          </Button>
        )}
      </div>
      <Refusal text={refusal} />
      {asking && (
        <Confirm
          {...MOVES[to]}
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void run('identity/move', { to });
          }}
        />
      )}
    </Group>
  );
}
