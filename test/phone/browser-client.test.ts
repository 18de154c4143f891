import { expect, test } from 'vitest';
import { browserClient } from '../../phone/browser-client.ts';
import { memoryStore } from '../../phone/client/device-store.ts';
import { pairWithLink } from '../../phone/client/pairing.ts';
import { Phone, startDesk } from './client/world.ts';

test('the host that was paired last comes first, also when it is paired again', async () => {
  const [environment, store] = [new Phone(), memoryStore()];
  const desks = [await startDesk(), await startDesk()] as const;
  const client = browserClient(
    environment,
    Promise.resolve(store),
    { platform: 'Android' },
    'http://127.0.0.1',
    async () => {},
  );
  const pair = async (desk: (typeof desks)[number]) => {
    const info = { name: 'Anna’s phone', platform: 'Android' };
    const result = await pairWithLink({ environment, store, link: await desk.link(), info });
    if (result.kind !== 'paired') throw new Error(result.kind);
    return result.record.hostId;
  };
  const first = await pair(desks[0]);
  const second = await pair(desks[1]);
  const ids = async () => (await client.hosts()).map(({ id }) => id);
  expect(await ids()).toEqual([second, first]);
  await pair(desks[0]);
  expect(await ids()).toEqual([first, second]);
});
