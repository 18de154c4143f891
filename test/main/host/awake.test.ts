import { describe, expect, test } from 'vitest';
import { Awake, type AwakeFacts, awakeDecision } from '../../../main/host/awake.ts';
import type { PowerSource } from '../../../main/host/options.ts';
import { PowerDouble } from './power-double.ts';

const ON = { mobile_keep_awake: true, keep_awake_while: 'connected', sleep_on_battery: false } as const;
const facts = (fields: Partial<AwakeFacts> = {}): AwakeFacts => ({
  settings: ON,
  phones: 0,
  turns: 0,
  powerSource: 'mains',
  ...fields,
});

describe('the decision', () => {
  const REASONS = {
    nothing: { phones: 0, turns: 0 },
    phone: { phones: 1, turns: 0 },
    turn: { phones: 0, turns: 1 },
    both: { phones: 1, turns: 1 },
  } as const;
  /** For each choice of the owner: held while nothing / a phone / a turn / both is there. */
  const HELD = {
    connected: { nothing: false, phone: true, turn: false, both: true },
    working: { nothing: false, phone: false, turn: true, both: true },
    always: { nothing: true, phone: true, turn: true, both: true },
  } as const;
  const SOURCES = ['mains', 'battery', 'unknown'] as const satisfies PowerSource[];

  const cases = (['connected', 'working', 'always'] as const).flatMap((chosen) =>
    (['nothing', 'phone', 'turn', 'both'] as const).flatMap((reason) =>
      SOURCES.flatMap((powerSource) =>
        [false, true].flatMap((sleeps) =>
          [false, true].map((on) => ({
            chosen,
            reason,
            powerSource,
            sleeps,
            on,
            held: on && HELD[chosen][reason] && !(sleeps && powerSource === 'battery'),
          })),
        ),
      ),
    ),
  );

  test.each(cases)(
    'on: $on, while: $chosen, there is: $reason, on $powerSource, may sleep on battery: $sleeps → $held',
    ({ chosen, reason, powerSource, sleeps, on, held }) => {
      const settings = { mobile_keep_awake: on, keep_awake_while: chosen, sleep_on_battery: sleeps };
      const decision = awakeDecision({ settings, ...REASONS[reason], powerSource });
      expect(decision.hold).toBe(held);
      expect(decision.because).toMatch(/^[A-Z].*\.$/);
    },
  );

  test.each<[string, Partial<AwakeFacts>, string]>([
    ['one phone', { phones: 1 }, 'A phone is connected.'],
    ['several phones', { phones: 3 }, '3 phones are connected.'],
    ['no phone', {}, 'No phone is connected, so it may sleep.'],
    ['a turn', { settings: { ...ON, keep_awake_while: 'working' }, turns: 1 }, 'The agent works.'],
    [
      'several turns',
      { settings: { ...ON, keep_awake_while: 'working' }, turns: 2 },
      'The agent works on 2 threads.',
    ],
    [
      'no turn',
      { settings: { ...ON, keep_awake_while: 'working' }, phones: 1 },
      'The agent does not work, so it may sleep.',
    ],
    ['always', { settings: { ...ON, keep_awake_while: 'always' } }, 'Always awake, as you chose.'],
    [
      'every reason at once',
      { settings: { ...ON, keep_awake_while: 'always' }, phones: 1, turns: 1 },
      'Always awake, as you chose. A phone is connected. The agent works.',
    ],
    [
      'turned off',
      { settings: { ...ON, mobile_keep_awake: false }, phones: 1 },
      'Keeping it awake is turned off. Phones cannot reach it asleep.',
    ],
    [
      'on battery, with a reason',
      { settings: { ...ON, sleep_on_battery: true }, phones: 1, powerSource: 'battery' },
      'It runs on battery, so it may sleep.',
    ],
    [
      'on battery, without a reason: both are named',
      { settings: { ...ON, sleep_on_battery: true }, powerSource: 'battery' },
      'No phone is connected and it runs on battery, so it may sleep.',
    ],
    [
      'a source that nobody tells',
      { settings: { ...ON, sleep_on_battery: true }, phones: 1, powerSource: 'unknown' },
      'A phone is connected. Whether it runs on battery is not known.',
    ],
  ])('says in words: %s', (_, fields, because) => {
    expect(awakeDecision(facts(fields)).because).toBe(because);
  });
});

describe('the hold', () => {
  const setUp = (power: PowerDouble | null = new PowerDouble()) => {
    const now = {
      phones: 0,
      turns: 0,
      settings: { ...ON, sleep_on_battery: true } as AwakeFacts['settings'],
    };
    let clock = 100;
    let told = 0;
    const awake = new Awake({
      power,
      facts: () => now,
      now: () => clock,
      changed: () => {
        told++;
      },
    });
    return {
      awake,
      power: power as PowerDouble,
      now,
      at: (ms: number) => {
        clock = ms;
      },
      told: () => told,
    };
  };

  test('is asked for only on changes, and says since when', () => {
    const { awake, power, now, at } = setUp();
    awake.update();
    now.phones = 1;
    at(200);
    awake.update();
    at(300);
    awake.update();
    expect(power.calls).toEqual(['hold']);
    expect(awake.state()).toEqual({
      held: true,
      because: 'A phone is connected.',
      since: 200,
      powerSource: 'mains',
      problem: null,
    });
  });

  test('ends when the cable is pulled, and comes back with it', () => {
    const { awake, power, now, told } = setUp();
    now.phones = 1;
    awake.update();
    const before = told();
    power.runOn('battery');
    expect(power.calls).toEqual(['hold', 'release']);
    expect(awake.state()).toMatchObject({ held: false, powerSource: 'battery' });
    power.runOn('mains');
    expect(power.calls).toEqual(['hold', 'release', 'hold']);
    expect(told()).toBe(before + 2);
  });

  test('that the system refuses is told in its words, and is not shown as held', () => {
    const { awake, power, now } = setUp();
    now.phones = 1;
    awake.update();
    power.fail('The system refused.');
    expect(awake.state()).toMatchObject({
      held: false,
      because: 'The system refused.',
      problem: 'The system refused.',
    });
    now.phones = 0;
    awake.update();
    expect(power.calls).toEqual(['hold', 'release']);
    expect(awake.state().because).toBe('No phone is connected, so it may sleep.');
  });

  test('does not exist where the shell has none, and that is said', () => {
    const { awake, now } = setUp(null);
    now.phones = 1;
    awake.update();
    expect(awake.state()).toMatchObject({
      held: false,
      because: expect.stringContaining('does not keep this computer awake'),
    });
  });

  test('is given back at the end, once, and nothing takes it again', () => {
    const { awake, power, now } = setUp();
    now.phones = 1;
    awake.update();
    awake.release();
    awake.release();
    awake.update();
    expect(power.calls).toEqual(['hold', 'release']);
    expect(power.listeners).toBe(0);
  });
});
