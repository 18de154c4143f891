import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import type { PanelView } from '../main/contract/panel.ts';
import { isUntouched } from '../main/contract/setup.ts';
import type { HostState } from '../main/contract/state.ts';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/empty.tsx';
import { Notice } from '../ui/notice.tsx';
import { keyAct } from './model/navigation.ts';
import css from './panel.module.css';
import { KeyList } from './parts/key-list.tsx';
import { Sidebar } from './parts/sidebar.tsx';
import { useBridge } from './use-command.ts';
import { Home } from './views/home.tsx';
import { Pair } from './views/pair.tsx';
import { Phones } from './views/phones.tsx';
import { Projects } from './views/projects.tsx';
import { Setup } from './views/setup.tsx';

// Loaded when they are opened: the card with its diffs, and the digest of it, are more than all the rest.
const WaitingView = lazy(async () => ({ default: (await import('./views/waiting.tsx')).WaitingView }));
const SettingsView = lazy(async () => ({ default: (await import('./views/settings.tsx')).Settings }));
const ActivityView = lazy(async () => ({ default: (await import('./views/activity.tsx')).ActivityView }));

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
          <Suspense fallback={<Loading what="Opening the view" />}>
            <View view={view} state={state} onShow={show} />
          </Suspense>
        </div>
      </main>
      {keysShown && <KeyList onClose={() => setKeysShown(false)} />}
    </div>
  );
}

function View({
  view,
  state,
  onShow,
}: {
  view: PanelView;
  state: HostState;
  onShow: (view: PanelView) => void;
}): ReactNode {
  switch (view) {
    case 'home':
      return <Home state={state} onShow={onShow} />;
    case 'setup':
      return <Setup state={state} onShow={onShow} />;
    case 'pair':
      return <Pair state={state} onShow={onShow} />;
    case 'phones':
      return <Phones state={state} onShow={onShow} />;
    case 'projects':
      return <Projects state={state} />;
    case 'waiting':
      return <WaitingView state={state} />;
    case 'activity':
      return <ActivityView state={state} />;
    case 'settings':
      return <SettingsView state={state} />;
  }
}
