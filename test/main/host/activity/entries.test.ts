import { describe, expect, test } from 'vitest';
import { entryOf, phoneLine } from '../../../../main/host/activity/entries.ts';
import { cardOf, unweighed } from '../../../../main/host/approvals/card.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { judgement } from '../approvals/judged.ts';
import { commandAsk } from '../scripted-agent.ts';

const card = JSON.stringify(
  cardOf(
    unweighed(
      {
        approval: 'a1',
        host: 'mac',
        environment: 'local',
        agent: 'codex',
        thread: 't1',
        threadTitle: 'Fix it',
        project: { id: 'p', name: 'outpost' },
        at: 1,
      },
      commandAsk('k', 'npm test'),
      NO_CONTEXT,
    ),
    judgement(),
  ),
);
const decided = { t: 'decided', at: 5, approval: 'a1', card, decision: 'approve', scope: 'once', note: '' };
const of = (value: unknown) => entryOf(7, JSON.stringify(value), true);

describe('a line of the log', () => {
  test('of a phone’s decision names the phone, the command, the thread and the project', () => {
    expect(of({ ...decided, device: 'd1', name: 'Ada', signature: 'x', identityKey: 'k' })).toEqual({
      kind: 'approval',
      id: 7,
      at: 5,
      who: { kind: 'phone', id: 'd1', name: 'Ada' },
      approval: 'a1',
      ask: 'command',
      title: 'npm test',
      outcome: 'approved',
      scope: 'once',
      note: '',
      thread: 'Fix it',
      project: 'outpost',
    });
  });

  test('of a decision at the desk says so, and never gives away an answer', () => {
    const answered = of({ ...decided, desk: true, decision: 'answer', note: '{"q":["Red"]}' });
    expect(answered).toMatchObject({ who: { kind: 'desk' }, outcome: 'answered', note: '' });
  });

  test('of what the policy answered names the rule; of what nobody answered, that', () => {
    expect(of({ ...decided, policy: 'rules.2' })).toMatchObject({
      who: { kind: 'policy', rule: 'rules.2' },
      outcome: 'approved',
    });
    expect(of({ ...decided, decision: 'decline', policy: 'expired' })).toMatchObject({
      who: { kind: 'policy', rule: 'expired' },
      outcome: 'declined',
    });
  });

  test('of what a rule answered is only told as that where it is not wanted; what nobody answered always is', () => {
    const hidden = (value: unknown) => entryOf(7, JSON.stringify(value), false);
    expect(hidden({ ...decided, policy: 'rules.2' })).toBe('byRule');
    expect(hidden({ ...decided, policy: 'expired' })).toMatchObject({ who: { rule: 'expired' } });
    expect(hidden({ ...decided, desk: true })).toMatchObject({ who: { kind: 'desk' } });
    // Only the line’s own word counts, not one in what the agent asked.
    expect(hidden({ ...decided, note: '","policy":"rules.2' })).toMatchObject({ who: { kind: 'phone' } });
    expect(hidden({ ...decided, policy: 7 })).toBe('damaged');
  });

  test('with a card of before cards had tiers still says what it was about', () => {
    const { tier, reasons, handling, expiresAt, ...before } = JSON.parse(card);
    expect(of({ ...decided, card: JSON.stringify({ ...before, v: 1 }), desk: true })).toMatchObject({
      title: 'npm test',
    });
  });

  test('of what nobody needed to answer says why; an old one, without what was asked, still counts', () => {
    const about = { ask: 'command', title: 'npm test', thread: 'Fix it', project: null };
    expect(of({ t: 'void', at: 5, approval: 'a1', why: 'turnEnded', about })).toMatchObject({
      who: { kind: 'host' },
      outcome: 'void',
      title: 'npm test',
      note: 'The turn was stopped.',
    });
    expect(of({ t: 'void', at: 5, approval: 'a1', why: 'elsewhere' })).toMatchObject({
      who: { kind: 'terminal' },
    });
  });

  test('of what the policy became stricter about says how it is answered now, whether or not rules are wanted', () => {
    const about = { ask: 'command', title: 'npm test', thread: 'Fix it', project: null };
    const line = { t: 'stricter', at: 5, approval: 'a1', about, handling: 'desk', policy: 'tiers.expand' };
    for (const rules of [true, false])
      expect(entryOf(7, JSON.stringify(line), rules)).toMatchObject({
        who: { kind: 'policy', rule: 'tiers.expand' },
        outcome: 'stricter',
        title: 'npm test',
        note: 'this computer only',
      });
  });

  test('of a phone says what happened to it, and by whom', () => {
    const device = { id: 'd1', name: 'Ada' };
    expect(of(phoneLine({ act: 'renamed', by: 'phone', device, detail: 'Safari' }, 9))).toEqual({
      kind: 'phone',
      id: 7,
      at: 9,
      who: { kind: 'phone', id: 'd1', name: 'Ada' },
      device: 'd1',
      name: 'Ada',
      act: 'renamed',
      detail: 'Safari',
    });
    expect(of(phoneLine({ act: 'revoked', by: 'desk', device, detail: '' }, 9))).toMatchObject({
      who: { kind: 'desk' },
    });
  });

  test('of a kind that a newer host writes is passed over; what cannot be read is damaged', () => {
    expect(of({ t: 'policy', at: 1 })).toBeNull();
    for (const broken of ['{"t":"decided","at":5', 'null', '7', '"decided"', '{}', '{"t":"void","at":"x"}'])
      expect(entryOf(0, broken, true)).toBe('damaged');
  });
});
