import { Check, Copy, RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { PanelView } from '../../main/contract/panel.ts';
import type { DeviceView, HostState, PairingState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { Loading } from '../../ui/empty.tsx';
import { Notice } from '../../ui/notice.tsx';
import { countdown } from '../model/relative-time.ts';
import { Confirm } from '../parts/dialog.tsx';
import { QrPicture } from '../parts/qr-picture.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import { useBridge, useCommand } from '../use-command.ts';
import { useNow } from '../use-now.ts';
import css from './pair.module.css';

const SECOND = 1000;

type PairedState = Extract<PairingState, { state: 'paired' }>;

/** The newest phone with these check words: they come out of its own handshake. */
const justPaired = (devices: HostState['devices'], { checkWords }: PairedState): DeviceView | undefined =>
  devices.findLast((device) => device.checkWords.join(' ') === checkWords.join(' '));

/** Shows a link that is open, or opens one; the link goes when the view does, unless it was copied. */
export function Pair({ state, onShow }: { state: HostState; onShow: (view: PanelView) => void }): ReactNode {
  const bridge = useBridge();
  const { run, refusal, busy } = useCommand();
  const { pairing, host } = state;
  const newCode = (): void => void run('pairing/open', {});

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the view opens; later codes are asked for.
  useEffect(() => {
    if (pairing.state === 'none') newCode();
    return () => void bridge.desk('leavePairing');
  }, []);

  const problem = refusal !== undefined && (
    <Notice
      level="error"
      action={
        <Button disabled={busy} onClick={newCode}>
          Try again
        </Button>
      }
    >
      {refusal}
    </Notice>
  );
  switch (pairing.state) {
    case 'none':
      return (
        <>
          <ViewHead title="Pair a phone" />
          {problem || <Loading what="Making a code" />}
        </>
      );
    case 'expired':
      return <Expired problem={problem} busy={busy} onNewCode={newCode} />;
    case 'paired': {
      const device = justPaired(state.devices, pairing);
      return (
        <Paired
          // The phone's owner may name it while this is shown.
          name={device?.name ?? pairing.device}
          checkWords={pairing.checkWords}
          onAgain={newCode}
          onDone={() => onShow('phones')}
          onRevoke={() => {
            if (device) void run('device/revoke', { id: device.id });
            onShow('phones');
          }}
        />
      );
    }
    case 'open':
      return <Open pairing={pairing} host={host.name} problem={problem} busy={busy} onNewCode={newCode} />;
  }
}

function Open({
  pairing,
  host,
  problem,
  busy,
  onNewCode,
}: {
  pairing: Extract<PairingState, { state: 'open' }>;
  host: string;
  problem: ReactNode;
  busy: boolean;
  onNewCode: () => void;
}): ReactNode {
  const bridge = useBridge();
  const now = useNow(SECOND);
  const [copied, setCopied] = useState<string>();
  const copy = async (): Promise<void> => {
    if (await bridge.desk('copyLink')) setCopied(pairing.link);
  };
  return (
    <>
      <ViewHead
        title="Pair a phone"
        detail="Point its camera at the code, and open the link that it shows."
      />
      {problem}
      <div className={css.pair}>
        <div className={css.code}>
          <QrPicture text={pairing.link} label={`QR code of the link that pairs a phone with ${host}`} />
          <p className={css.left} role="timer">
            Good for one phone, <b>{countdown(pairing.expiresAt, now)}</b> left
          </p>
          <div className={css.buttons}>
            <Button
              icon={copied === pairing.link ? <Check size={16} /> : <Copy size={16} />}
              onClick={() => void copy()}
            >
              {copied === pairing.link ? 'Copied' : 'Copy link'}
            </Button>
            <Button icon={<RefreshCw size={16} />} disabled={busy} onClick={onNewCode}>
              New code
            </Button>
          </div>
          <p className="visually-hidden" role="status">
            {copied === pairing.link ? 'The link is on the clipboard.' : ''}
          </p>
        </div>
        <div className={css.side}>
          <section>
            <h2>What the phone may do</h2>
            <ul className={css.rights}>
              <li>See the threads in projects that you opened</li>
              <li>Answer what the agent asks</li>
              <li>Start, steer and stop it there</li>
            </ul>
            <p className={css.soft}>You can take any of it back under Phones.</p>
          </section>
          {pairing.link.startsWith('http:') && (
            <section>
              <h2>Over plain http</h2>
              <p className={css.soft}>
                Anyone on this network could alter the page that opens. Use it to try Outpost; for the road,
                serve it from an https address.
              </p>
            </section>
          )}
          <section>
            <h2>Who can use the code</h2>
            <p className={css.soft}>
              Whoever opens the link first. Both screens then show the same four words: compare them.
            </p>
          </section>
        </div>
      </div>
    </>
  );
}

function Expired({
  problem,
  busy,
  onNewCode,
}: {
  problem: ReactNode;
  busy: boolean;
  onNewCode: () => void;
}): ReactNode {
  return (
    <>
      <ViewHead
        title="Pair a phone"
        detail="Point its camera at the code, and open the link that it shows."
      />
      {problem}
      <div className={css.expired}>
        <h2>The code has expired</h2>
        <p className={css.soft}>
          A code is good for five minutes. A phone that opens its link now is told so.
        </p>
        <Button tone="primary" disabled={busy} onClick={onNewCode}>
          New code
        </Button>
      </div>
    </>
  );
}

function Paired({
  name,
  checkWords,
  onAgain,
  onDone,
  onRevoke,
}: {
  name: string;
  checkWords: readonly string[];
  onAgain: () => void;
  onDone: () => void;
  onRevoke: () => void;
}): ReactNode {
  const [differ, setDiffer] = useState(false);
  return (
    <div role="status">
      <ViewHead
        title={`${name} is paired`}
        detail="Its screen shows these four words too. Compare them once."
      />
      <ol className={css.words} aria-label="Check words">
        {checkWords.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice; its place is its identity.
          <li key={index}>{word}</li>
        ))}
      </ol>
      <p className={css.soft}>If your phone shows other words, or none, somebody else has used the code.</p>
      <div className={css.buttons}>
        <Button tone="primary" onClick={onDone}>
          The words match
        </Button>
        <Button onClick={() => setDiffer(true)}>They differ…</Button>
        <Button tone="quiet" onClick={onAgain}>
          Pair another phone
        </Button>
      </div>
      {differ && (
        <Confirm
          title={`Revoke ${name}?`}
          detail="Whoever has paired is cut off at once. Make a new code afterwards, and keep it to yourself."
          verb="Revoke"
          onCancel={() => setDiffer(false)}
          onConfirm={onRevoke}
        />
      )}
    </div>
  );
}
