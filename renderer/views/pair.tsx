import { Check, Copy, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import type { HostState, PairingState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { countdown } from '../model/relative-time.ts';
import type { Right } from '../model/rights.ts';
import { QrPicture } from '../parts/qr-picture.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { RightsChoice } from '../parts/rights-choice.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useBridge, useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import css from './pair.module.css';
import { Paired } from './paired.tsx';

const SECOND = 1000;
const TITLE = 'Pair a phone';

/** Shows a link that is open, or opens one; the link goes when the view does, unless it was copied. */
export function Pair({ state, onShow }: { state: HostState; onShow: (view: PanelView) => void }): ReactNode {
  const bridge = useBridge();
  const { run, refusal, busy } = useCommand();
  const { pairing, relay } = state;
  const [right, setRight] = useState<Right>(pairing.state === 'open' ? pairing.right : 'start');
  const [asked, setAsked] = useState(false);
  const newCode = (wanted: Right = right): void => {
    setRight(wanted);
    void run('pairing/open', { right: wanted }).then(() => setAsked(true));
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the view opens; later codes are asked for.
  useEffect(() => {
    if (pairing.state === 'none') newCode();
    return () => void bridge.desk('leavePairing');
  }, []);

  if (pairing.state === 'paired') {
    return (
      <Paired
        pairing={pairing}
        device={state.devices.find(({ id }) => id === pairing.id)}
        refusal={refusal}
        onDescribe={(owner) => run('device/describe', { id: pairing.id, owner })}
        onAgain={() => newCode()}
        onDone={() => onShow('phones')}
        onRevoke={() => {
          void run('device/revoke', { id: pairing.id });
          onShow('phones');
        }}
      />
    );
  }
  return (
    <>
      <ViewHead title={TITLE} detail="Point its camera at the code, and open the link that it shows." />
      <Refusal
        text={refusal}
        action={
          <Button disabled={busy} onClick={() => newCode()}>
            Try again
          </Button>
        }
      />
      {relay.state === 'down' && (
        <div className={css.problem}>
          <Notice level="warning" action={<Button onClick={() => onShow('home')}>Show what is wrong</Button>}>
            {relay.title}. A phone that opens the link now waits until it can.
          </Notice>
        </div>
      )}
      {pairing.state === 'none' && (busy || !asked) && refusal === undefined ? (
        <Loading what="Making a code" />
      ) : (
        <div className={css.pair}>
          {pairing.state === 'open' ? (
            <Code pairing={pairing} host={state.host.name} busy={busy} onNewCode={() => newCode()} />
          ) : (
            <NoCode
              why={refusal !== undefined ? 'refused' : pairing.state === 'expired' ? 'expired' : 'closed'}
              busy={busy}
              onNewCode={() => newCode()}
            />
          )}
          <div className={css.side}>
            <section>
              <RightsChoice legend="What the phone may do" value={right} onChoose={newCode} />
              <p className={css.note}>Each choice makes a new code. You can change it later under Phones.</p>
            </section>
            <section>
              <h2>Who can use the code</h2>
              <p className={css.soft}>
                Whoever opens the link first. Both screens then show the same four words: compare them.
              </p>
            </section>
            {pairing.state === 'open' && pairing.link.startsWith('http:') && (
              <section>
                <h2>Over plain http</h2>
                <p className={css.soft}>
                  Anyone on this network could alter the page that opens. Use it to try Outpost; for the road,
                  serve it from an https address.
                </p>
              </section>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Code({
  pairing,
  host,
  busy,
  onNewCode,
}: {
  pairing: Extract<PairingState, { state: 'open' }>;
  host: string;
  busy: boolean;
  onNewCode: () => void;
}): ReactNode {
  const bridge = useBridge();
  const now = useNow(SECOND);
  const [copied, setCopied] = useState<string>();
  const isCopied = copied === pairing.link;
  const copy = async (): Promise<void> => {
    if (await bridge.desk('copyLink')) setCopied(pairing.link);
  };
  return (
    <div className={css.code}>
      <QrPicture text={pairing.link} label={`QR code of the link that pairs a phone with ${host}`} />
      <p className={css.left} role="timer">
        Good for one phone, <b>{countdown(pairing.expiresAt, now)}</b> left
      </p>
      <div className={css.buttons}>
        <Button icon={isCopied ? <Check size={16} /> : <Copy size={16} />} onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy link'}
        </Button>
        <Button icon={<RefreshCw size={16} />} aria-disabled={busy} onClick={onNewCode}>
          New code
        </Button>
      </div>
      <p className="visually-hidden" role="status">
        {isCopied ? 'The link is on the clipboard.' : ''}
      </p>
    </div>
  );
}

/** Where the code was. */
const NO_CODE = {
  expired: {
    title: 'The code has expired',
    meaning: 'A code is good for five minutes. A phone that opens its link now is told so.',
  },
  closed: {
    title: 'The code was closed',
    meaning: 'Somebody closed it elsewhere on this computer. No phone can use it any more.',
  },
  refused: {
    title: 'There is no code',
    meaning: 'Why not is said above. Until there is one, no phone can be paired.',
  },
} as const;

function NoCode({
  why,
  busy,
  onNewCode,
}: {
  why: keyof typeof NO_CODE;
  busy: boolean;
  onNewCode: () => void;
}): ReactNode {
  const { title, meaning } = NO_CODE[why];
  return (
    <div className={css.code}>
      <div className={css.none} role="status">
        <h2>{title}</h2>
        <p className={css.soft}>{meaning}</p>
        {why !== 'refused' && (
          <Button tone="primary" aria-disabled={busy} onClick={onNewCode}>
            New code
          </Button>
        )}
      </div>
    </div>
  );
}
