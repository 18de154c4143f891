import { describe, expect, test } from 'vitest';
import type { HostState, UpdateState } from '../../main/contract/state.ts';
import { updateWords } from '../../renderer/model/update-words.ts';
import { STATES } from '../e2e/control-panel/states.ts';

const NOW = 1_800_000_000_000;
const words = (update: UpdateState, working: HostState['working'] = []) =>
  updateWords({ ...STATES.well(), update, working }, NOW);

test.each<[UpdateState, string | undefined]>([
  [{ state: 'off', detail: 'Because.' }, undefined],
  [{ state: 'checking' }, undefined],
  [{ state: 'newest', checkedAt: NOW }, 'Look now'],
  [{ state: 'downloading', version: '1.1.0' }, undefined],
  [{ state: 'ready', version: '1.1.0' }, 'Restart to update'],
  [{ state: 'failed', detail: 'Nobody answered.' }, 'Look now'],
])('%o offers %s, and says which version runs or comes', (update, label) => {
  const { title, button } = words(update);
  expect(button?.label).toBe(label);
  expect(title).toMatch(update.state === 'ready' ? /1\.1\.0/ : /Outpost 0\.1\.0/);
});

describe('an update never interrupts a turn', () => {
  test('while one runs the restart is held, and says until when', () => {
    const ready = { state: 'ready', version: '1.1.0' } as const;
    const during = words(ready, [{ thread: 't', title: 'Fix the lamp', since: 1 }]);
    expect(during.button).toMatchObject({ does: 'restart', held: true });
    expect(during.detail).toContain('when it has ended');
    expect(words(ready).button).toMatchObject({ held: false });
  });
});
