import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { PanelView } from '../main/contract/panel.ts';
import { isUntouched } from '../main/contract/setup.ts';
import type { HostState } from '../main/contract/state.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { keyAct } from './model/navigation.ts';
import css from './panel.module.css';
import { KeyList } from './parts/key-list.tsx';
import { Sidebar } from './parts/sidebar.tsx';
import { useBridge } from './use-command.ts';
import { View } from './view.tsx';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;

export function Panel({
  state,
  firstView,
  reopened = false,
}: {
  state: HostState;
  firstView: PanelView;
  /** The window crashed, and this is the next one. */
  reopened?: boolean;
}): ReactNode {
  const bridge = useBridge();
  // Decided once: what is set up meanwhile must not take the steps away.
  const [view, setView] = useState(firstView === 'home' && isUntouched(state) ? 'setup' : firstView);
  const [crashShown, setCrashShown] = useState(reopened);
  const [keysShown, setKeysShown] = useState(false);
  const content = useRef<HTMLElement>(null);

  const show = (next: PanelView): void => {
    setView(next);
    content.current?.scrollTo(0, 0);
  };

  useEffect(() => bridge.onView(setView), [bridge]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const act = keyAct(event, isTyping(event.target));
      if (!act) return;
      event.preventDefault();
      if (act.act === 'show') setView(act.view);
      else if (act.act === 'keys') setKeysShown(true);
      else void bridge.desk('closeWindow');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [bridge]);

  return (
    <div className={css.panel}>
      <Sidebar state={state} view={view} onShow={show} onKeys={() => setKeysShown(true)} />
      <main ref={content} className={css.content} key={view}>
        <div className={css.column}>
          {crashShown && (
            <div className={css.crash} role="alert">
              <Notice level="warning" action={<Button onClick={() => setCrashShown(false)}>Close</Button>}>
                This window stopped working and was opened again. Phones and the agent were not touched.
              </Notice>
            </div>
          )}
          <View view={view} state={state} onShow={show} />
        </div>
      </main>
      {keysShown && <KeyList onClose={() => setKeysShown(false)} />}
    </div>
  );
}
