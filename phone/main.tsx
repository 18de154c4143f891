// First, and by itself so that it stays first: the secret leaves the address before anything else runs.
import './pairing-link.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onPairingLink, takePairingLink } from './pairing-link.ts';
import '../ui/base.css';
import { App } from './app.tsx';
import { browserClient } from './browser-client.ts';
import { browserEnvironment } from './client/environment.ts';
import { indexedStore } from './client/indexed-store.ts';
import { describeDevice } from './device-name.ts';
import { followKeyboard } from './keyboard.ts';
import { Navigation } from './navigation.ts';
import { indexedHomes } from './state/indexed-homes.ts';
import { pageKeep } from './state/keep.ts';
import { LastHome } from './state/last-home.ts';
import { loadFor } from './views/parts.tsx';

const { name, platform } = describeDevice(navigator.userAgent);
const homes = indexedHomes();
const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
/** Two frames: the one that draws what was read, and its end. A page that nobody sees draws none. */
const drawn = () =>
  new Promise<void>((resolve) => {
    after(100, resolve);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
const shown = async (host: string) => {
  if ((await homes.read(host)) !== undefined) await drawn();
};
const client = browserClient(browserEnvironment(), indexedStore(), { platform }, location.origin, shown);
const surroundings = {
  keep: pageKeep(),
  nextFrame: (run: () => void) => void requestAnimationFrame(run),
  now: () => Date.now(),
  lastHome: (host: string) => new LastHome({ keep: homes, host, now: () => Date.now(), after }),
};

const navigation = new Navigation(window);
loadFor(navigation.place.get().detail);
followKeyboard(window);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App
      client={client}
      navigation={navigation}
      surroundings={surroundings}
      deviceName={name}
      takeLink={takePairingLink}
      onLink={onPairingLink}
    />
  </StrictMode>,
);
