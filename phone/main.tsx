// First, and by itself so that it stays first: the secret leaves the address before anything else runs.
import './pairing-link.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onPairingLink, takePairingLink } from './pairing-link.ts';
import '../ui/base.css';
import { App } from './app.tsx';
import { browserClient } from './browser-client.ts';
import { browserSurroundings } from './client/environment.ts';
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
/** The way to the host is loaded behind what was known last of it; not for ever, should that not be drawn. */
const HOME_WITHIN_MS = 1_000;
let homeDrawn: () => void = () => {};
const drawn = new Promise<void>((resolve) => {
  homeDrawn = resolve;
});
const shown = async (host: string) => {
  if ((await homes.read(host)) === undefined) return;
  await Promise.race([drawn, new Promise<void>((resolve) => void after(HOME_WITHIN_MS, resolve))]);
};
const client = browserClient(browserSurroundings(), indexedStore(), { platform }, location.origin, shown);
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
      onHome={homeDrawn}
    />
  </StrictMode>,
);
