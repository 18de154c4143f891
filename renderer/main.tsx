/** Starts the control panel over the bridge that the preload left in `window.outpost`. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../ui/base.css';
import './panel.css';
import type { PanelBridge } from '../main/contract/panel.ts';
import { App } from './app.tsx';

declare global {
  interface Window {
    readonly outpost: PanelBridge;
  }
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App bridge={window.outpost} firstView={location.hash.slice(1)} />
    </StrictMode>,
  );
}
