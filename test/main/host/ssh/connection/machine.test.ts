import { describe, expect, it } from 'vitest';
import {
  FIRST_WAIT_MS,
  type Happened,
  LONGEST_WAIT_MS,
  type Phase,
  STEADY_MS,
  step,
} from '../../../../../main/host/ssh/connection/machine.ts';
import { SshError, type SshErrorCode } from '../../../../../main/host/ssh/connection/ssh-error.ts';

const chance = { now: 100_000, random: () => 1 };
const failed = (code: SshErrorCode): Happened => ({
  type: 'failed',
  error: new SshError(code, `It was ${code}.`),
});
const trying = (person: boolean, attempt = 0): Phase => ({
  phase: 'trying',
  person,
  attempt,
  question: null,
});
const waiting: Phase = { phase: 'waiting', attempt: 3, at: 1, why: 'Away.' };
const attention: Phase = { phase: 'attention', why: 'Answer.' };
const up = (since: number, attempt = 0): Phase => ({ phase: 'up', since, attempt });

describe('when a connection is tried', () => {
  it('a person begins one that may ask, from wherever it stands', () => {
    for (const phase of [{ phase: 'off' } as const, waiting, attention, trying(false)])
      expect(step(phase, { type: 'connect' }, chance)).toEqual([
        trying(true),
        [{ act: 'noAlarm' }, { act: 'start', person: true }],
      ]);
  });

  it('whoever comes while one is on, shares it', () => {
    for (const phase of [trying(true), up(0)])
      expect(step(phase, { type: 'connect' }, chance)).toEqual([phase, []]);
  });

  it('by itself it begins only where nobody has to be asked first', () => {
    for (const phase of [{ phase: 'off' } as const, waiting])
      expect(step(phase, { type: 'reconnect' }, chance)[0]).toEqual(trying(false));
    for (const phase of [attention, up(0), trying(true), trying(false)])
      expect(step(phase, { type: 'reconnect' }, chance)).toEqual([phase, []]);
  });

  it('what a person tried is told to that person, and not tried again', () => {
    for (const code of ['unreachable', 'denied', 'cut'] as const)
      expect(step(trying(true), failed(code), chance)).toEqual([
        { phase: 'attention', why: `It was ${code}.` },
        [],
      ]);
  });

  it('what passes is tried again, later each time, up to a minute', () => {
    let phase: Phase = trying(false);
    const waits: number[] = [];
    for (let times = 0; times < 9; times += 1) {
      const [next, acts] = step(phase, failed('unreachable'), chance);
      expect(next).toMatchObject({ phase: 'waiting', why: 'It was unreachable.' });
      const [alarm] = acts;
      waits.push(alarm?.act === 'alarm' ? alarm.in : 0);
      expect(next.phase === 'waiting' && next.at).toBe(chance.now + (waits.at(-1) as number));
      [phase] = step(next, { type: 'alarm' }, chance);
      expect(phase).toEqual(trying(false, times + 1));
    }
    expect(waits[0]).toBe(FIRST_WAIT_MS);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(LONGEST_WAIT_MS);
  });

  it('what needs a person is not tried again', () => {
    for (const code of [
      'denied',
      'hostKeyUnknown',
      'hostKeyChanged',
      'config',
      'noProgram',
      'noCommon',
      'needsPerson',
      'jump',
    ] as const)
      expect(step(trying(false), failed(code), chance)[0]).toEqual({
        phase: 'attention',
        why: `It was ${code}.`,
      });
  });

  it('one that was up comes back at once, unless it did not hold', () => {
    expect(step(up(chance.now - STEADY_MS), failed('cut'), chance)).toEqual([
      trying(false),
      [{ act: 'noAlarm' }, { act: 'start', person: false }],
    ]);
    expect(step(up(chance.now - 10, 2), failed('cut'), chance)[0]).toMatchObject({
      phase: 'waiting',
      attempt: 3,
    });
  });

  it('after a sleep, what waits is tried now and what is up is looked at', () => {
    expect(step(waiting, { type: 'woke' }, chance)[0]).toEqual(trying(false));
    expect(step(up(0), { type: 'woke' }, chance)).toEqual([up(0), [{ act: 'check' }]]);
    for (const phase of [{ phase: 'off' } as const, attention, trying(true)])
      expect(step(phase, { type: 'woke' }, chance)).toEqual([phase, []]);
  });

  it('disconnecting ends everything, and what comes late changes nothing', () => {
    for (const phase of [waiting, attention, up(0), trying(true)]) {
      const [off, acts] = step(phase, { type: 'disconnect' }, chance);
      expect([off, acts]).toEqual([{ phase: 'off' }, [{ act: 'noAlarm' }, { act: 'stop' }]]);
      for (const late of [
        { type: 'ready' },
        { type: 'alarm' },
        failed('cut'),
        { type: 'asked', question: null },
      ] as const)
        expect(step(off, late as Happened, chance)).toEqual([off, []]);
    }
  });
});
