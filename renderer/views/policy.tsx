import type { ReactNode } from 'react';
import type { PolicyChange, PolicyFault, Preset as PresetName } from '../../main/contract/policy.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import fact from '../parts/fact.module.css';
import { Group } from '../parts/group.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { ClientRows } from '../policy/client-rows.tsx';
import { KindRows } from '../policy/kind-rows.tsx';
import css from '../policy/policy.module.css';
import { PresetChoice } from '../policy/preset-choice.tsx';
import { QuietHours } from '../policy/quiet-hours.tsx';
import { RuleList } from '../policy/rule-list.tsx';
import { TierRows } from '../policy/tier-rows.tsx';
import { TryCommand } from '../policy/try-command.tsx';
import { useChoice } from '../use-choice.ts';
import { useBridge, useCommand } from '../use-command.ts';

/** Who may say yes to what. Each change is written into the owner's file, in its place. */
export function PolicyView({ state }: { state: HostState }): ReactNode {
  const { policy } = state;
  const { inForce, faults } = policy;
  const isBroken = faults.length > 0;
  return (
    <>
      <ViewHead title="Policy" detail="Who may say yes to what the agent wants to do." />
      {isBroken && <Faults faults={faults} />}
      <Changes title="Preset" id="policy-preset">
        {(send) => <Preset value={inForce.preset} send={send} />}
      </Changes>
      <fieldset className={css.all} disabled={isBroken} aria-label="What you chose beside the preset">
        <Changes title="Where it is answered" id="policy-table">
          {(send) => <TierRows inForce={inForce} send={send} />}
        </Changes>
        <Changes title="Exceptions for one kind of question" id="policy-kinds">
          {(send) => <KindRows inForce={inForce} send={send} />}
        </Changes>
        <Changes title="Pages that phones show" id="policy-clients">
          {(send) => <ClientRows inForce={inForce} send={send} />}
        </Changes>
        <Changes title="Quiet hours" id="policy-quiet">
          {(send) => <QuietHours hours={inForce.quietHours} send={send} />}
        </Changes>
        <Changes title="Rules" id="policy-rules">
          {(send) => <RuleList policy={policy} send={send} />}
        </Changes>
      </fieldset>
      <Group title="Try a command" id="policy-try">
        <div className={css.inside}>
          <TryCommand state={state} />
        </div>
      </Group>
      <Group title="On this disk" id="policy-file">
        <div className={css.inside}>
          <Rests state={state} />
        </div>
      </Group>
    </>
  );
}

type Send = (change: PolicyChange) => Promise<boolean>;

/** What is refused is said where it was changed: the view is longer than the window. */
function Changes({
  title,
  id,
  children,
}: {
  title: string;
  id: string;
  children: (send: Send) => ReactNode;
}): ReactNode {
  const { run, refusal } = useCommand();
  return (
    <Group id={id} title={title}>
      <div className={css.inside}>
        <Refusal text={refusal} flush />
        {children(async (change) => (await run('policy/change', { change })) !== undefined)}
      </div>
    </Group>
  );
}

function Preset({ value, send }: { value: PresetName; send: Send }): ReactNode {
  const [preset, setPreset] = useChoice(value, (chosen) => send({ what: 'preset', preset: chosen }));
  return <PresetChoice value={preset} onChoose={setPreset} />;
}

function Faults({ faults }: { faults: readonly PolicyFault[] }): ReactNode {
  const bridge = useBridge();
  return (
    <div className={css.faults} role="alert">
      <Notice
        level="error"
        action={<Button onClick={() => void bridge.desk('showPolicyFile')}>Show the file</Button>}
      >
        <p>
          <b>policy.toml has {faults.length === 1 ? 'a mistake' : `${faults.length} mistakes`}.</b> Until it
          is mended, the built-in strict policy holds. It is read again as soon as you save it.
        </p>
        <ul data-selectable>
          {faults.map(({ message, line, column }) => (
            <li key={`${line} ${column} ${message}`}>
              Line {line}, column {column}: {message}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** The file, and what only it can say. */
function Rests({ state: { policy } }: { state: HostState }): ReactNode {
  const bridge = useBridge();
  const { projects, environments } = policy.inForce;
  const places = [...projects, ...environments];
  return (
    <>
      {places.length > 0 && (
        <p className={css.stricter} data-selectable>
          Something stricter holds for {new Intl.ListFormat('en-GB').format(places)}. That is changed in the
          file.
        </p>
      )}
      <div className={fact.fact}>
        <p>
          The policy is in a file that you can also edit by hand; your comments stay:
          <code data-selectable>{policy.path}</code>
        </p>
        <Button onClick={() => void bridge.desk('showPolicyFile')}>Show in its folder</Button>
      </div>
    </>
  );
}
