/**
 * Starts the control panel over the bridge that the preload left in `window.outpost`. What index.html shows stays until the
 * host has answered, so that nothing is drawn for a moment only.
 */

import { store } from './asked-early.ts';

// All below is evaluated while the host answers.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import './panel.css';
import { App } from './app.tsx';
import { openedWith } from './model/navigation.ts';
import { loadView } from './view.tsx';

const root = document.getElementById('root');
if (root) {
  const opened = openedWith(location.hash);
  // Both before the first draw. A view that does not come says so itself, when it is drawn.
  void Promise.allSettled([store.answered, loadView(opened.view)]).then(() =>
    createRoot(root).render(
      <StrictMode>
        <App bridge={window.outpost} store={store} opened={opened} />
      </StrictMode>,
    ),
  );
}
