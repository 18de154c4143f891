import { describe, expect, it } from 'vitest';
import { distance, likelyHeight, timelineRows } from '../../../phone/thread/timeline-rows.ts';
import { aCard, anApproval } from '../scripted-host.ts';

const items = (...at: number[]) => at.map((each) => ({ at: each }));
const keys = (rows: ReturnType<typeof timelineRows>) => rows.map(({ key }) => key);
const decided = (id: string, at: number) => ({
  ...anApproval(aCard(id, {}), { title: 'x', kind: 'command' }),
  id,
  decidedAt: at,
});
const nothing = { epoch: 'e', first: 0, closed: [], outgoing: [] };

describe('the rows of a thread', () => {
  it('are its items and how the turn stands', () => {
    expect(keys(timelineRows({ ...nothing, items: items(1, 2) }))).toEqual(['e/0', 'e/1', 'turn']);
  });

  it('keep their keys when older ones are put in front', () => {
    const before = keys(timelineRows({ ...nothing, first: 50, items: items(5, 6) }));
    const after = keys(timelineRows({ ...nothing, first: 48, items: items(3, 4, 5, 6) }));
    expect(after.slice(2)).toEqual(before);
  });

  it('show what was decided between what happened before and after it', () => {
    const closed = [decided('a', 25), decided('b', 99)];
    expect(keys(timelineRows({ ...nothing, items: items(10, 20, 30), closed }))).toEqual([
      'e/0',
      'e/1',
      'decided/a',
      'e/2',
      'decided/b',
      'turn',
    ]);
  });

  it('end with what was said and is not shown by the host yet', () => {
    const outgoing = [
      {
        requestId: 'r1',
        to: { kind: 'thread', thread: 't' },
        text: 'go on',
        at: 1,
        state: 'queued',
        problem: null,
        thread: null,
      },
    ] as const;
    expect(keys(timelineRows({ ...nothing, items: items(1), outgoing }))).toEqual(['e/0', 'said/r1', 'turn']);
  });
});

it.each([
  [undefined, 'agent', 'none'],
  ['command', 'command', 'none'],
  ['command', 'agent', 'near'],
  ['agent', 'tool', 'near'],
  ['agent', 'agent', 'wide'],
  ['change', 'command', 'wide'],
  ['agent', 'user', 'far'],
] as const)('behind %s, %s stands %s', (before, type, how) => {
  expect(distance(before, type)).toBe(how);
});

it('guesses no height that a long text would make endless', () => {
  const text = 'x'.repeat(250_000);
  const agent = { id: 'a', turn: null, at: 0, type: 'agent', text, final: true, done: true } as const;
  expect(likelyHeight(agent)).toBeLessThan(20_000);
  expect(likelyHeight({ ...agent, text: 'Yes.' })).toBeLessThan(120);
});
