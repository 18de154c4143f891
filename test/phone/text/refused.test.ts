import { expect, it } from 'vitest';
import type { RefusedReason } from '../../../phone/client/types.ts';
import { refused } from '../../../phone/text/refused.ts';

const REASONS: Record<RefusedReason, true> = {
  used: true,
  expired: true,
  replaced: true,
  revoked: true,
  retired: true,
  suspended: true,
  storage: true,
  tooMany: true,
  left: true,
};

it.each(Object.keys(REASONS) as RefusedReason[])(
  'says what happened, what it means and what to do: %s',
  (reason) => {
    for (const text of Object.values(refused(reason, 'the host'))) expect(text).not.toMatch(/!|undefined|^$/);
  },
);
