import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import type { DeviceView, HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Confirm } from '../parts/dialog.tsx';
import { PhoneRow } from '../parts/phone-row.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import css from './list.module.css';

const MINUTE = 60_000;

export function Phones({
  state,
  onShow,
}: {
  state: HostState;
  onShow: (view: PanelView) => void;
}): ReactNode {
  const { run, refusal, busy } = useCommand();
  const [revoking, setRevoking] = useState<DeviceView>();
  const now = useNow(MINUTE);
  if (state.devices.length === 0) {
    return (
      <>
        <ViewHead title="Phones" />
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
      </>
    );
  }
  return (
    <>
      <ViewHead
        title="Phones"
        detail="What is paired with this computer, and what each may do."
        action={<Button onClick={() => onShow('pair')}>Pair a phone</Button>}
      />
      {refusal !== undefined && <Notice level="error">{refusal}</Notice>}
      <ul className={css.list}>
        {state.devices.map((device) => (
          <PhoneRow
            key={device.id}
            device={device}
            now={now}
            busy={busy}
            onAllow={(right) => void run('device/allow', { id: device.id, right })}
            onRename={(name) => void run('device/rename', { id: device.id, name })}
            onRestore={() => void run('device/restore', { id: device.id })}
            onRevoke={() => setRevoking(device)}
          />
        ))}
      </ul>
      {revoking && (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          detail="It is cut off at once and cannot come back. To use it again, pair it again. Other phones are not touched."
          verb="Revoke"
          onCancel={() => setRevoking(undefined)}
          onConfirm={() => {
            setRevoking(undefined);
            void run('device/revoke', { id: revoking.id });
          }}
        />
      )}
    </>
  );
}
