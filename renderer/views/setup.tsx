import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import { isUntouched, type SetupStep, type StepId, setupSteps } from '../../main/contract/setup.ts';
import type { HostState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { stepLead, stepMark, stepWord } from '../model/setup-words.ts';
import { Refusal } from '../parts/refusal.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { AgentStep } from '../setup/agent-step.tsx';
import { AwakeStep } from '../setup/awake-step.tsx';
import { ProjectStep } from '../setup/project-step.tsx';
import { ReachStep } from '../setup/reach-step.tsx';
import { TerminalStep } from '../setup/terminal-step.tsx';
import { UpkeepStep } from '../setup/upkeep-step.tsx';
import { type CommandState, useCommand } from '../use-command.ts';
import css from './setup.module.css';

/** The first start: what there is to set up, then one step after the other. Each can be skipped, and is found again here. */
export function Setup({
  state,
  pair,
  onShow,
}: {
  state: HostState;
  /** The view of that name, which is the last step. */
  pair: ReactNode;
  onShow: (view: PanelView) => void;
}): ReactNode {
  const [at, setAt] = useState<StepId>();
  const steps = setupSteps(state);
  const index = steps.findIndex(({ id }) => id === at);
  const step = steps[index];
  if (step === undefined) return <Overview state={state} steps={steps} onStep={setAt} />;
  const next = steps[index + 1];
  return (
    <Step
      // The heading of a step takes the focus, as that of a view does.
      key={step.id}
      state={state}
      step={step}
      place={`Step ${index + 1} of ${steps.length}`}
      onBack={() => setAt(steps[index - 1]?.id)}
      onNext={() => (next === undefined ? onShow('home') : setAt(next.id))}
      last={next === undefined}
      pair={pair}
    />
  );
}

function Overview({
  state,
  steps,
  onStep,
}: {
  state: HostState;
  steps: readonly SetupStep[];
  onStep: (step: StepId) => void;
}): ReactNode {
  const first = steps.find((step) => step.state === 'open') ?? steps[0];
  const begun = !isUntouched(state);
  return (
    <>
      <ViewHead
        title={begun ? `Set-up of ${state.host.name}` : `Nothing is set up on ${state.host.name} yet`}
        detail="An agent works on this computer; you watch, answer and steer it from your phone. Each step can be skipped, and is found again here and on Home."
      />
      <ol className={css.overview}>
        {steps.map((step) => (
          <li key={step.id}>
            <StateMark state={stepMark(step)} word={`${stepWord(step)}:`} quiet />
            <span className={css.words}>
              <b>{step.title}</b>
              <span>{stepLead(step.id)}</span>
            </span>
            {begun && (
              <Button aria-label={`Open: ${step.title}`} onClick={() => onStep(step.id)}>
                Open
              </Button>
            )}
          </li>
        ))}
      </ol>
      {first && (
        <Button tone="primary" className={css.begin ?? ''} onClick={() => onStep(first.id)}>
          {begun ? 'Go on with the set-up' : 'Set up this computer'}
        </Button>
      )}
    </>
  );
}

function Step({
  state,
  step,
  place,
  last,
  onBack,
  onNext,
  pair,
}: {
  state: HostState;
  step: SetupStep;
  place: string;
  last: boolean;
  onBack: () => void;
  onNext: () => void;
  pair: ReactNode;
}): ReactNode {
  const command = useCommand();
  const top = useRef<HTMLParagraphElement>(null);
  // The button that leads here stands at the end of the step before.
  useEffect(() => {
    top.current?.closest('main')?.scrollTo(0, 0);
  }, []);
  const through = step.state !== 'open';
  return (
    <>
      <p ref={top} className={css.place}>
        {place}
      </p>
      {step.id !== 'phone' && <ViewHead title={step.title} detail={stepLead(step.id)} />}
      <Refusal text={command.refusal} />
      <div className={css.step}>
        <Content state={state} id={step.id} command={command} pair={pair} />
      </div>
      <footer className={css.foot}>
        <Button onClick={onBack}>Back</Button>
        <Button tone={through ? 'primary' : 'quiet'} onClick={onNext}>
          {last ? (through ? 'Done' : 'Skip, and finish') : through ? 'Next' : 'Skip this step'}
        </Button>
      </footer>
    </>
  );
}

function Content({
  state,
  id,
  command,
  pair,
}: {
  state: HostState;
  id: StepId;
  command: CommandState;
  pair: ReactNode;
}): ReactNode {
  switch (id) {
    case 'agent':
      return <AgentStep state={state} command={command} />;
    case 'awake':
      return <AwakeStep state={state} command={command} />;
    case 'upkeep':
      return <UpkeepStep state={state} />;
    case 'project':
      return <ProjectStep state={state} command={command} />;
    case 'terminal':
      return <TerminalStep state={state} command={command} />;
    case 'reach':
      return <ReachStep state={state} command={command} />;
    case 'phone':
      return pair;
  }
}
