/** The screens with a host in memory, for looking at them: `?scene=thread` and so on. Never part of what is shipped. */
import '../../../ui/base.css';
import { createRoot } from 'react-dom/client';
import { App } from '../../../phone/app.tsx';
import { Navigation } from '../../../phone/navigation.ts';
import type { PhoneClient } from '../../../phone/phone-client.ts';
import { pageKeep } from '../../../phone/state/keep.ts';
import { LastHome } from '../../../phone/state/last-home.ts';
import { SCENES } from './scenes.ts';

const name = new URLSearchParams(location.search).get('scene') ?? 'inbox';
const { host, unpaired, link, pairing, place, known } = SCENES[name]!();
if (place !== undefined && history.state === null) history.replaceState(place, '');

const client: PhoneClient = {
  hosts: () => Promise.resolve(unpaired === true ? [] : [{ id: host.facts.id, name: host.facts.name }]),
  connect: () => Promise.resolve(host),
  readLink: () =>
    Promise.resolve({
      kind: 'link',
      relay: 'relay.example.net',
      expiresAt: Date.now() + 280_000,
      knownHost: null,
    }),
  pair: () => Promise.resolve({ kind: 'paired', connection: host }),
  forget: () => Promise.resolve(),
  ...pairing,
};
let opened = link ?? null;

createRoot(document.getElementById('root')!).render(
  <App
    client={client}
    navigation={new Navigation(window)}
    surroundings={{
      keep: pageKeep(),
      nextFrame: (run) => void requestAnimationFrame(run),
      now: () => Date.now(),
      lastHome: (id) =>
        new LastHome({
          keep: { read: async () => known, write: async () => {}, forget: async () => {} },
          host: id,
          now: () => Date.now(),
          after: (ms, run) => {
            const timer = setTimeout(run, ms);
            return () => clearTimeout(timer);
          },
        }),
    }}
    deviceName="Anna’s phone"
    takeLink={() => {
      const taken = opened;
      opened = null;
      return taken;
    }}
    onLink={() => () => undefined}
  />,
);
(window as { host?: unknown }).host = host;
