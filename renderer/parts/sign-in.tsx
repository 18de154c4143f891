import { ExternalLink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AgentView, SignInState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { countdown } from '../model/relative-time.ts';
import { type CommandState, useBridge } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import { Shown } from './shown.tsx';
import css from './sign-in.module.css';

const SECOND = 1000;

/** The agent's own sign-in by a code, from the button that begins it to the code that is entered elsewhere. */
export function SignIn({
  agent,
  signIn,
  command,
}: {
  agent: AgentView;
  signIn: SignInState;
  command: CommandState;
}): ReactNode {
  const begin = (): void => void command.run('agent/sign-in', { id: agent.id });
  const cancel = (): void => void command.run('agent/sign-in/cancel', {});
  const offer = (
    <div className={css.offer}>
      <p>
        {agent.name} shows a code here, and you enter it on its own page, on any device. Outpost sees no
        password and no key.
      </p>
      <Button tone="primary" disabled={command.busy} onClick={begin}>
        Sign in
      </Button>
    </div>
  );
  // One that another agent began is not this one's.
  if (signIn.state === 'none' || signIn.agent !== agent.id) return offer;
  switch (signIn.state) {
    case 'starting':
      return (
        <div className={css.offer}>
          <Loading what={`Asking ${agent.name} for a code`} />
          <Button onClick={cancel}>Cancel</Button>
        </div>
      );
    case 'failed':
      return (
        <div role="alert">
          <Notice
            level="error"
            action={
              <Button disabled={command.busy} onClick={begin}>
                Try again
              </Button>
            }
          >
            {signIn.message}
          </Notice>
        </div>
      );
    case 'open':
      return <Open agent={agent.name} signIn={signIn} onCancel={cancel} />;
  }
}

function Open({
  agent,
  signIn,
  onCancel,
}: {
  agent: string;
  signIn: Extract<SignInState, { state: 'open' }>;
  onCancel: () => void;
}): ReactNode {
  const bridge = useBridge();
  const now = useNow(SECOND);
  const [refused, setRefused] = useState(false);
  return (
    <ol className={css.steps} aria-label={`Sign in to ${agent}`}>
      <li>
        <p>Open this page, here or on your phone, and sign in there:</p>
        <div className={css.page}>
          <code data-selectable>{signIn.url}</code>
          <Button
            icon={<ExternalLink size={16} aria-hidden="true" />}
            onClick={() => void bridge.desk('openSignIn').then((opened) => setRefused(!opened))}
          >
            Open page
          </Button>
        </div>
        {refused && (
          <p role="alert">Outpost opens pages with https only. Type this address into a browser yourself.</p>
        )}
      </li>
      <li>
        <p>Enter this code there. Never enter a code that somebody sent you.</p>
        <Shown text={signIn.code} subject="sign-in" label="Copy the code" large />
      </li>
      <li>
        <p className={css.left} role="timer">
          {now < signIn.expiresAt ? (
            <>
              Waiting for you there, <b>{countdown(signIn.expiresAt, now)}</b> left.
            </>
          ) : (
            'The code should have expired. Cancel, and sign in again for a new one.'
          )}
        </p>
        <Button onClick={onCancel}>Cancel</Button>
      </li>
    </ol>
  );
}
