/**
 * One view of the panel. What a window opens on, Home or the set-up, is in the page's first script; each other is a script of
 * its own, loaded when it is opened.
 *
 * Not by React's `lazy`: that shows its fallback for 300 ms at least, where a file of this program comes in a few.
 */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import type { PanelView } from '../main/contract/panel.ts';
import type { HostState } from '../main/contract/state.ts';
import { Boundary } from '../ui/boundary.tsx';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/empty.tsx';
import { Problem } from '../ui/notice.tsx';
import { Home } from './views/home.tsx';
import { Setup } from './views/setup.tsx';

interface ViewProps {
  readonly state: HostState;
  readonly onShow: (view: PanelView) => void;
}

type LaterView = Exclude<PanelView, 'home' | 'setup'>;
const FILES: Readonly<Record<LaterView, () => Promise<ComponentType<ViewProps>>>> = {
  pair: async () => (await import('./views/pair.tsx')).Pair,
  phones: async () => (await import('./views/phones.tsx')).Phones,
  projects: async () => (await import('./views/projects.tsx')).Projects,
  environments: async () => (await import('./views/environments.tsx')).EnvironmentsView,
  waiting: async () => (await import('./views/waiting.tsx')).WaitingView,
  activity: async () => (await import('./views/activity.tsx')).ActivityView,
  policy: async () => (await import('./views/policy.tsx')).PolicyView,
  settings: async () => (await import('./views/settings.tsx')).Settings,
};

const loaded: Partial<Record<PanelView, ComponentType<ViewProps>>> = {
  home: Home,
  setup: (props) => <Setup {...props} pair={<View view="pair" {...props} />} />,
};

const isLater = (view: PanelView): view is LaterView => Object.hasOwn(FILES, view);

/** From then on it is drawn at once. @throws Error when its file is gone: a new version took the place of this one */
export async function loadView(view: PanelView): Promise<void> {
  if (isLater(view)) loaded[view] ??= await FILES[view]();
}

export function View({ view, ...props }: ViewProps & { view: PanelView }): ReactNode {
  return (
    <Boundary key={view} instead={<Broken />}>
      <Loaded view={view} {...props} />
    </Boundary>
  );
}

function Loaded({ view, ...props }: ViewProps & { view: PanelView }): ReactNode {
  const [result, setResult] = useState<'come' | { readonly failure: unknown }>();
  const Shown = loaded[view];

  useEffect(() => {
    if (loaded[view]) return;
    loadView(view).then(
      () => setResult('come'),
      (failure: unknown) => setResult({ failure }),
    );
  }, [view]);

  if (typeof result === 'object') throw result.failure;
  return Shown ? <Shown {...props} /> : <Loading what="Opening the view" />;
}

/** Our own mistake, or a file that an update has taken away. */
function Broken(): ReactNode {
  return (
    <Problem
      page
      title="This view has stopped working"
      meaning="A part of it could not be loaded or drawn. The agent and your phones go on."
      todo="Load the window again. If it stays like this, quit Outpost from the tray and start it again."
      action={
        <Button tone="primary" onClick={() => location.reload()}>
          Load again
        </Button>
      }
    />
  );
}
