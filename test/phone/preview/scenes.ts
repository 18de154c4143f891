/** Scenes in which the screens are looked at: a host in memory for each, by the name in the page's query. */
import { titleOf } from '../../../main/host/approvals/card.ts';
import type { PairingFault, PhoneClient } from '../../../phone/phone-client.ts';
import type { Item } from '../../../protocol/session/items.ts';
import { aThread, EPOCH } from '../scripted-host.ts';
import { APPROVAL_SCENES } from './approval-scenes.ts';
import { ASKS, MORE_ITEMS } from './asks.ts';
import { ANSWER, base, busyHost, connected, hostWithDevboxes, ITEMS, MINUTE, now } from './busy-host.ts';
import { NESTED_SCENES } from './nested-scenes.ts';
import { at, type Scene } from './scene.ts';
import { speakingScenes } from './speaking-scenes.ts';
import { THREAD_SCENES } from './thread-scenes.ts';
import { CHANGE, COMMAND, QUESTION, waits } from './waiting.ts';

const pairingFault = (fault: PairingFault): Partial<PhoneClient> => ({
  pair: () => Promise.resolve({ kind: 'failed', fault }),
});

export const SCENES: Record<string, () => Scene> = {
  ...NESTED_SCENES,
  ...THREAD_SCENES,
  ...speakingScenes(() => connected(busyHost()), at),
  ...APPROVAL_SCENES,
  'inbox-asks'() {
    const host = busyHost();
    host.home.approvals = Object.values(ASKS).map((card, n) =>
      waits({ ...card, at: now - n * MINUTE }, titleOf(card.ask)),
    );
    host.home.agents[0]!.detail =
      'Codex’s usage limit is reached, so it does not work on. It resets at 22:25 by the clock of the computer.';
    return { host: connected(host) };
  },
  'thread-more'() {
    const host = busyHost();
    host.addThread(aThread('more', { title: 'All the rest' }), [ITEMS[0]!, ...MORE_ITEMS(base)]);
    return { host: connected(host), place: at('more') };
  },
  inbox() {
    const host = busyHost();
    host.home.approvals = [
      waits(COMMAND, (COMMAND.ask as { command: string }).command),
      waits(CHANGE, 'src/beam.ts and 2 more'),
      waits(QUESTION, 'Which format should the report have?'),
    ];
    return { host: connected(host) };
  },
  'thread-paused'() {
    return { host: connected(busyHost()), place: at('t7') };
  },
  archived() {
    return { host: connected(busyHost()), place: { tab: 'threads', depth: 0, detail: { view: 'archived' } } };
  },
  'inbox-known'() {
    const host = busyHost();
    return { host, known: { at: now - 3 * 60 * MINUTE, home: structuredClone(host.home) } };
  },
  'inbox-known-broken'() {
    const host = busyHost();
    const known = { at: now - 3 * 60 * MINUTE, home: structuredClone(host.home) };
    host.cut('host', now + 8_000);
    return { host, known };
  },
  'inbox-many'() {
    const host = hostWithDevboxes();
    for (let n = 0; n < 300; n++)
      host.addThread(
        aThread(`m${n}`, { title: `Task number ${n}`, updatedAt: now - n * 60 * MINUTE, unseen: false }),
      );
    return { host: connected(host) };
  },
  'inbox-quiet'() {
    return { host: connected(busyHost()) };
  },
  'inbox-empty'() {
    const host = busyHost();
    host.home.threads = [];
    return { host: connected(host) };
  },
  'inbox-no-project'() {
    const host = busyHost();
    host.home.threads = [];
    host.home.projects = [];
    host.home.agents = [
      {
        id: 'codex',
        environment: 'local',
        name: 'Codex',
        state: 'missing',
        detail:
          'It is not installed on this machine. Install it with “npm install -g @openai/codex”, or set its path in the settings.',
        demo: false,
      },
    ];
    return { host: connected(host) };
  },
  threads: () => ({ host: connected(busyHost()), place: { tab: 'threads', depth: 0, detail: null } }),
  hosts: () => ({ host: connected(busyHost()), place: { tab: 'hosts', depth: 0, detail: null } }),
  'hosts-ssh': () => ({
    host: connected(hostWithDevboxes()),
    place: { tab: 'hosts', depth: 0, detail: null },
  }),
  'inbox-ssh': () => ({ host: connected(hostWithDevboxes()) }),
  'new-ssh': () => ({
    host: connected(hostWithDevboxes()),
    place: { tab: 'inbox', depth: 1, detail: { view: 'new', project: null } },
  }),
  thread: () => ({ host: connected(busyHost()), place: at('t1') }),
  'thread-done': () => ({ host: connected(busyHost()), place: at('t4') }),
  'thread-failed': () => ({ host: connected(busyHost()), place: at('t5') }),
  'thread-demo': () => ({ host: connected(busyHost()), place: at('t6') }),
  'thread-long'() {
    const host = busyHost();
    host.addThread(
      aThread('long', { title: 'A long one' }),
      Array.from(
        { length: 400 },
        (_, i) =>
          ({
            ...ITEMS[i % 9]!,
            id: `i${i}`,
            ...(i % 9 === 6 ? { text: `Message ${i}\n\n${ANSWER}` } : {}),
          }) as Item,
      ),
    );
    const first = (index: number) => ({ item: `i${index}`, index });
    host.since.set('long', {
      since: now - 200 * MINUTE,
      epoch: EPOCH,
      turns: { count: 12, first: first(8) },
      files: { count: 1204, first: first(60) },
      failedCommands: { count: 3, first: first(11) },
      approvals: { count: 1, first: first(390) },
      tokens: 1_048_213,
    });
    return { host: connected(host), place: at('long') };
  },
  'thread-stream'() {
    const host = busyHost();
    const index = host.put('t1', { ...base('a9', 0), type: 'agent', text: '', final: false, done: false });
    const words = `${ANSWER}\n\n${ANSWER}\n\n${ANSWER}`.split(/(?<= )/);
    let word = 0;
    const more = () => {
      host.log('t1', { type: 'append', index, text: words[word++]! });
      if (word < words.length) setTimeout(more, 5);
    };
    setTimeout(more, 300);
    return { host: connected(host), place: at('t1') };
  },
  'thread-view-only'() {
    const host = busyHost();
    host.home.device.right = 'view';
    host.facts.right = 'view';
    return { host: connected(host), place: at('t1') };
  },
  'thread-answer-only'() {
    const host = busyHost();
    host.home.device.right = 'answer';
    host.facts.right = 'answer';
    return { host: connected(host), place: at('t1') };
  },
  'thread-queued'() {
    const host = connected(busyHost());
    setTimeout(() => host.cut('relay', Date.now() + 9000), 300);
    return { host, place: at('t1') };
  },
  'thread-refused'() {
    const host = connected(busyHost());
    host.refusals.set('turn/start', 'agentRefused');
    return { host, place: at('t1') };
  },
  'thread-gone': () => ({ host: connected(busyHost()), place: at('gone') }),
  'thread-not-gated'() {
    const host = busyHost();
    host.addThread(
      aThread('terminal', { title: 'From a terminal', status: 'working', gated: false }),
      ITEMS.slice(0, 3),
    );
    return { host: connected(host), place: at('terminal') };
  },
  'thread-watched'() {
    const host = busyHost();
    host.addThread(
      aThread('terminal', { title: 'From a terminal', status: 'working', gated: false, watched: true }),
      ITEMS.slice(0, 3),
    );
    return { host: connected(host), place: at('terminal') };
  },
  new: () => ({
    host: connected(busyHost()),
    place: { tab: 'inbox', depth: 0, detail: { view: 'new', project: null } },
  }),
  'broken-relay'() {
    const host = connected(busyHost());
    setTimeout(() => host.cut('relay', Date.now() + 9000), 200);
    return { host };
  },
  'broken-host'() {
    const host = connected(busyHost());
    setTimeout(() => host.cut('host', Date.now() + 9000), 200);
    return { host };
  },
  'broken-offline'() {
    const host = busyHost();
    setTimeout(() => host.cut('offline', null), 200);
    return { host };
  },
  connecting: () => ({ host: busyHost() }),
  refused() {
    const host = busyHost();
    host.become({ kind: 'refused', reason: 'revoked', since: now });
    return { host };
  },
  welcome: () => ({ host: busyHost(), unpaired: true }),
  pair: () => ({ host: connected(busyHost()), unpaired: true, link: 'link' }),
  'pair-again': () => ({
    host: connected(busyHost()),
    link: 'link',
    pairing: {
      readLink: () =>
        Promise.resolve({
          kind: 'link',
          relay: 'relay.example.net',
          expiresAt: now + 4 * MINUTE,
          knownHost: 'Anna’s MacBook',
        }),
    },
  }),
  'pair-damaged': () => ({
    host: busyHost(),
    unpaired: true,
    link: 'link',
    pairing: { readLink: () => Promise.resolve({ kind: 'fault', fault: 'damaged' }) },
  }),
  'pair-used': () => ({ host: busyHost(), unpaired: true, link: 'link', pairing: pairingFault('used') }),
  'pair-relay': () => ({ host: busyHost(), unpaired: true, link: 'link', pairing: pairingFault('relay') }),
};
