import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  NEXT_CHECK_MS,
  NEXT_TRY_MS,
  placedAtQuit,
  restartRefusal,
  shown,
  step,
  type UpdateEvent,
  type UpdatePhase,
} from '../../../../main/desktop/updates/update-machine.ts';

const PHASES: readonly UpdatePhase[] = [
  { phase: 'off', why: 'Because.' },
  { phase: 'unwanted' },
  { phase: 'waiting', since: 1000 },
  { phase: 'checking' },
  { phase: 'fetching', version: '2.0.0' },
  { phase: 'ready', version: '2.0.0' },
  { phase: 'failed', code: 'unreachable' },
];
const EVENTS: readonly UpdateEvent[] = [
  { event: 'wanted', wanted: true },
  { event: 'wanted', wanted: false },
  { event: 'due' },
  { event: 'nothingNew', at: 1000 },
  { event: 'found', version: '2.0.0' },
  { event: 'fetched' },
  { event: 'failed', code: 'unreachable' },
  { event: 'failed', code: 'unsigned' },
];
const run = (events: readonly UpdateEvent[], from: UpdatePhase = { phase: 'unwanted' }): UpdatePhase =>
  events.reduce((phase, event) => step(phase, event).phase, from);

describe('the way to a new version', () => {
  test('checks when it is wanted, fetches what is found, has it ready', () => {
    expect(step({ phase: 'unwanted' }, { event: 'wanted', wanted: true })).toEqual({
      phase: { phase: 'checking' },
      effects: [{ effect: 'check' }],
    });
    expect(step({ phase: 'checking' }, { event: 'found', version: '2.0.0' })).toEqual({
      phase: { phase: 'fetching', version: '2.0.0' },
      effects: [{ effect: 'fetch' }],
    });
    expect(shown(run([{ event: 'fetched' }], { phase: 'fetching', version: '2.0.0' }))).toEqual({
      state: 'ready',
      version: '2.0.0',
    });
  });

  test('arms one check for the next day, and one within the hour after a failure', () => {
    expect(step({ phase: 'checking' }, { event: 'nothingNew', at: 1000 }).effects).toEqual([
      { effect: 'arm', ms: NEXT_CHECK_MS },
    ]);
    expect(NEXT_CHECK_MS).toBe(86_400_000);
    const failed = step({ phase: 'checking' }, { event: 'failed', code: 'unreachable' });
    expect(failed.effects).toEqual([{ effect: 'arm', ms: NEXT_TRY_MS }]);
    expect(NEXT_TRY_MS).toBeLessThanOrEqual(3_600_000);
    expect(step(failed.phase, { event: 'due' })).toEqual({
      phase: { phase: 'checking' },
      effects: [{ effect: 'disarm' }, { effect: 'check' }],
    });
  });

  test('switched off it forgets what it was about', () => {
    for (const phase of PHASES.slice(2)) {
      expect(step(phase, { event: 'wanted', wanted: false })).toEqual({
        phase: { phase: 'unwanted' },
        effects: [{ effect: 'disarm' }, { effect: 'cancel' }],
      });
    }
    expect(shown({ phase: 'unwanted' })).toMatchObject({ state: 'off' });
  });

  test('a copy that the system does not replace stops asking, and says why', () => {
    const off = run([{ event: 'failed', code: 'unsigned' }], { phase: 'fetching', version: '2.0.0' });
    expect(shown(off)).toMatchObject({ state: 'off', detail: expect.stringContaining('not signed') });
    for (const event of EVENTS) expect(step(off, event)).toEqual({ phase: off, effects: [] });
  });

  test('whatever comes in whatever order, nothing is fetched that was not found by a check, and no two checks run at once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 30 }), (events) => {
        let phase: UpdatePhase = { phase: 'unwanted' };
        for (const event of events) {
          const before = phase;
          const next = step(phase, event);
          phase = next.phase;
          for (const { effect } of next.effects) {
            if (effect === 'fetch') expect(before.phase).toBe('checking');
            if (effect === 'check') expect(['unwanted', 'waiting', 'failed']).toContain(before.phase);
          }
          if (phase.phase === 'ready') expect(['fetching', 'ready']).toContain(before.phase);
        }
      }),
    );
  });
});

describe('an update never interrupts a turn', () => {
  test('a restart is refused while a turn runs, and says when it will be done', () => {
    const ready: UpdatePhase = { phase: 'ready', version: '2.0.0' };
    expect(restartRefusal(ready, true)).toMatch(/works on a turn.*when the turn has ended/);
    expect(restartRefusal(ready, false)).toBeUndefined();
  });

  test('there is no phase in which it is put in place while a turn runs, and one in which it is otherwise', () => {
    expect(PHASES.filter((phase) => placedAtQuit(phase, true))).toEqual([]);
    expect(PHASES.filter((phase) => restartRefusal(phase, true) === undefined)).toEqual([]);
    expect(PHASES.filter((phase) => placedAtQuit(phase, false))).toEqual([
      { phase: 'ready', version: '2.0.0' },
    ]);
  });
});
