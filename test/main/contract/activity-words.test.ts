import { describe, expect, test } from 'vitest';
import { type ActivityEntry, PHONE_ACTS } from '../../../main/contract/activity.ts';
import { activityWords } from '../../../main/contract/activity-words.ts';

const decided = (fields: Partial<Extract<ActivityEntry, { kind: 'approval' }>>) =>
  activityWords({
    kind: 'approval',
    id: 1,
    at: 1,
    who: { kind: 'phone', id: 'd', name: 'Ada' },
    approval: 'a',
    ask: 'command',
    title: 'npm test',
    outcome: 'approved',
    scope: 'once',
    note: '',
    thread: '',
    project: null,
    ...fields,
  });

describe('an entry in words', () => {
  test('says who decided, for how long, and the word to the agent', () => {
    expect(decided({})).toEqual({ title: 'npm test', detail: 'Approved by Ada' });
    expect(decided({ who: { kind: 'desk' }, scope: 'session' }).detail).toBe(
      'Approved at this computer, for the session',
    );
    expect(decided({ outcome: 'declined', note: 'No.' }).detail).toBe('Declined by Ada: “No.”');
    expect(decided({ outcome: 'stopped' }).detail).toBe('Declined, and the turn stopped, by Ada');
    expect(
      decided({ outcome: 'stricter', who: { kind: 'policy', rule: 'rules.2' }, note: 'this computer only' })
        .detail,
    ).toBe('Made stricter by the policy (rules.2): this computer only');
    expect(decided({ outcome: 'void', who: { kind: 'terminal' } }).detail).toBe(
      'Answered in the agent’s terminal',
    );
    expect(decided({ outcome: 'void', who: { kind: 'host' }, note: 'The turn was stopped.' }).detail).toBe(
      'Nobody needed to answer. The turn was stopped.',
    );
    const rule = { kind: 'policy', rule: 'rules.2' } as const;
    expect(decided({ who: rule }).detail).toBe('Approved by the policy (rules.2)');
    expect(decided({ who: { ...rule, rule: 'expired' }, outcome: 'declined', note: 'x' }).detail).toBe(
      'Declined, as nobody answered in time',
    );
  });

  test('has a sentence for everything that becomes of a phone', () => {
    const said = PHONE_ACTS.map(
      (act) =>
        activityWords({
          kind: 'phone',
          id: 1,
          at: 1,
          who: { kind: 'desk' },
          device: 'd',
          name: 'Ada',
          act,
          detail: act === 'expiry' ? '30' : 'start',
        }).title,
    );
    expect(new Set(said).size).toBe(PHONE_ACTS.length);
    expect(said).toContain('Ada may look, answer and start now');
    expect(said).toContain('Ada is kept for 30 days without being used');
  });
});
