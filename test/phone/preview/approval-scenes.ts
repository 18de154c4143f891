/** Scenes in which an approval stands in front. */
import { approvalOf, CARD_NAMES, TWELVE } from '../../cards.ts';
import { aThread } from '../scripted-host.ts';
import { ASKS } from './asks.ts';
import { busyHost, connected, ITEMS } from './busy-host.ts';
import { at, type Scene } from './scene.ts';
import { CHANGE, COMMAND, HIDDEN, QUESTION, waits, withApproval } from './waiting.ts';

export const APPROVAL_SCENES: Record<string, () => Scene> = {
  ...Object.fromEntries(
    CARD_NAMES.map((name) => [
      `card-${name}`,
      () => ({
        host: connected(withApproval(approvalOf(TWELVE[name]))),
        place: at('t1', TWELVE[name].approval),
      }),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ASKS).map(([name, card]) => [
      `ask-${name}`,
      () => ({ host: connected(withApproval(waits(card, name))), place: at('t1', card.approval) }),
    ]),
  ),
  approval: () => ({
    host: connected(withApproval(waits(COMMAND, (COMMAND.ask as { command: string }).command))),
    place: at('t1', 'a1'),
  }),
  'approval-hidden': () => ({
    host: connected(withApproval(waits(HIDDEN, 'cat notes.txt; …'))),
    place: at('t1', 'a5'),
  }),
  'approval-not-gated'() {
    const command = 'npm publish --access public';
    const ask = { kind: 'command', command, cwd: '/home/anna/lighthouse', network: null } as const;
    const host = busyHost();
    const card = {
      ...COMMAND,
      gated: false,
      ask,
      approval: 'a6',
      thread: 'terminal',
      threadTitle: 'From a terminal',
    };
    host.addThread(
      aThread('terminal', { title: 'From a terminal', status: 'waiting', gated: false }),
      ITEMS.slice(0, 3),
    );
    host.home.approvals = [waits(card, command)];
    return { host: connected(host), place: at('terminal', 'a6') };
  },
  'approval-own-tool'() {
    const ask = {
      kind: 'tool',
      server: '',
      tool: 'view_image',
      description: null,
      arguments: '{\n\t"path": "/home/anna/lighthouse/beam.png"\n}',
      hints: { readOnly: null, destructive: null, idempotent: null, openWorld: null },
    } as const;
    const card = {
      ...COMMAND,
      gated: true,
      source: 'hook',
      meaning: 'insideSandbox',
      ask,
      approval: 'a8',
    } as const;
    return { host: connected(withApproval(waits(card, 'view_image'))), place: at('t1', 'a8') };
  },
  'approval-change': () => ({
    host: connected(withApproval(waits(CHANGE, 'src/beam.ts and 2 more'))),
    place: at('t2', 'a2'),
  }),
  'approval-question': () => ({
    host: connected(withApproval(waits(QUESTION, 'Which format should the report have?'))),
    place: at('t3', 'a3'),
  }),
  'approval-view-only'() {
    const host = withApproval(waits(COMMAND, (COMMAND.ask as { command: string }).command));
    host.home.device.right = 'view';
    host.facts.right = 'view';
    return { host: connected(host), place: at('t1', 'a1') };
  },
  'approval-too-large': () => ({
    host: connected(withApproval({ ...waits(CHANGE, '1,204 files'), card: null, cardSize: 9_000_000 })),
    place: at('t2', 'a2'),
  }),
  'approval-closed'() {
    const host = connected(withApproval(waits(COMMAND, (COMMAND.ask as { command: string }).command)));
    setTimeout(
      () => host.decide('a1', { state: 'void', note: 'Void: the agent stopped.', decidedAt: Date.now() }),
      500,
    );
    return { host, place: at('t1', 'a1') };
  },
  'approval-in-thread'() {
    const host = connected(withApproval(waits(COMMAND, (COMMAND.ask as { command: string }).command)));
    return { host, place: at('t1') };
  },
};
