/** Runs in the page's own world before its first script, and receives there what the preload exposes. */
import { domEventPort, eventNames, WorldBridge } from './world-bridge.ts';

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const entry of Object.values(value)) deepFreeze(entry);
  Object.freeze(value);
}

export function start({ channel }: { readonly channel: string }): void {
  const { toMain, toIsolated } = eventNames(channel);
  const exposed = new Set<string>();
  const post = domEventPort(toIsolated, toMain, (message) => {
    if (message.kind !== 'expose') return bridge.receive(message);
    if (exposed.has(message.key)) return;
    exposed.add(message.key);
    const value = bridge.decode(message.value);
    deepFreeze(value);
    Object.defineProperty(globalThis, message.key, { value, enumerable: true });
  });
  const bridge = new WorldBridge(post);
  // The order of the two worlds is Chromium's: the preload may have exposed its part already, so ask for it.
  post({ kind: 'hello' });
}
