import { type ReactNode, useState } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import type { DeviceView, HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Confirm } from '../parts/dialog.tsx';
import { PhoneRow } from '../parts/phone-row.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import { useRowFocus } from '../use-row-focus.ts';
import css from './list.module.css';

const MINUTE = 60_000;

export function Phones({
  state,
  onShow,
}: {
  state: HostState;
  onShow: (view: PanelView) => void;
}): ReactNode {
  const { devices, settings } = state;
  const { run, refusal } = useCommand();
  const [asking, setAsking] = useState<DeviceView | 'all'>();
  const [done, setDone] = useState('');
  const list = useRowFocus(devices.map(({ id }) => id));
  const now = useNow(MINUTE);

  const revoke = async ({ id }: DeviceView): Promise<void> => {
    setAsking(undefined);
    const revoked = await run('device/revoke', { id });
    if (revoked) setDone(`${revoked.name} is revoked.`);
  };
  const revokeAll = async (): Promise<void> => {
    setAsking(undefined);
    if (await run('device/revoke-all', {})) setDone('All phones are revoked.');
  };

  return (
    <>
      <ViewHead
        title="Phones"
        {...(devices.length > 0 && {
          detail: 'What is paired with this computer, and what each may do.',
          action: <Button onClick={() => onShow('pair')}>Pair a phone</Button>,
        })}
      />
      <p className="visually-hidden" role="status">
        {done}
      </p>
      <Refusal text={refusal} />
      {devices.length === 0 ? (
        <Empty
          title="No phone is paired yet"
          action={
            <Button tone="primary" onClick={() => onShow('pair')}>
              Pair a phone
            </Button>
          }
        >
          Any phone or tablet with a browser will do. It needs no app and no account.
        </Empty>
      ) : (
        <ul className={css.list} ref={list}>
          {devices.map((device) => (
            <PhoneRow
              key={device.id}
              device={device}
              now={now}
              expirySetting={settings.phones_expire_after_days}
              onAllow={(right) => void run('device/allow', { id: device.id, right })}
              onExpire={(days) => void run('device/expire', { id: device.id, days })}
              onRename={(name) => void run('device/rename', { id: device.id, name })}
              onDescribe={(owner) => void run('device/describe', { id: device.id, owner })}
              onRestore={() => void run('device/restore', { id: device.id })}
              onRevoke={() => setAsking(device)}
            />
          ))}
        </ul>
      )}
      {devices.length > 1 && (
        <div className={css.all}>
          <Button onClick={() => setAsking('all')}>Revoke all {devices.length} phones…</Button>
        </div>
      )}
      {asking === 'all' && (
        <Confirm
          title={`Revoke all ${devices.length} phones?`}
          detail="They are cut off at once and cannot come back. A pairing code that is shown is closed too. To use a phone again, pair it again."
          verb={`Revoke all ${devices.length}`}
          onCancel={() => setAsking(undefined)}
          onConfirm={() => void revokeAll()}
        />
      )}
      {asking !== undefined && asking !== 'all' && (
        <Confirm
          title={`Revoke ${asking.name}?`}
          detail="It is cut off at once and cannot come back. To use it again, pair it again. Other phones are not touched."
          verb="Revoke"
          onCancel={() => setAsking(undefined)}
          onConfirm={() => void revoke(asking)}
        />
      )}
    </>
  );
}
