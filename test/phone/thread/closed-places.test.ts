import { expect, it } from 'vitest';
import { closedPlaces } from '../../../phone/thread/closed-places.ts';
import { aCard, anApproval } from '../scripted-host.ts';

it('puts a closed approval where it was decided, and leaves out what belongs to older pages', () => {
  const closed = (id: string, decidedAt: number) =>
    anApproval(aCard(id), { state: 'approved', at: decidedAt - 5, decidedAt });
  const places = closedPlaces(
    [closed('end', 99), closed('late', 25), closed('early', 21), closed('older', 5)],
    [{ at: 10 }, { at: 20 }, { at: 30 }],
  );
  expect([...places].map(([at, approvals]) => [at, approvals.map(({ id }) => id)])).toEqual([
    [2, ['early', 'late']],
    [3, ['end']],
  ]);
});
