import { describe, expect, it } from 'vitest';
import type { HostState } from '../../../main/contract/state.ts';
import { ago, deviceLines, pairingLines, projectLines, statusLines } from '../../../main/headless/texts.ts';
import { idleState } from '../host/local-socket/host-double.ts';
import { deviceView } from './device-view.ts';

const texts = (lines: { text: string }[]) => lines.map((line) => line.text);

describe('statusLines', () => {
  it('has a line for each leg, in the order of the way to the agent', () => {
    expect(texts(statusLines(idleState()))).toEqual([
      'relay    up          Relay. On this network.',
      'agent    ready       Codex. Version 0.169.',
      'phones   none        No phone is paired.',
      'power    not held    Nothing keeps this machine awake.',
    ]);
  });

  it.each([
    ['starting', 'starting'],
    ['missing', 'not found'],
    ['outdated', 'too old'],
    ['signedOut', 'signed out'],
    ['stopped', 'stopped'],
  ] as const)('has words for an agent that is %s', (state, word) => {
    const agent = {
      id: 'codex',
      environment: 'local',
      name: 'Codex',
      state,
      detail: 'Why.',
      since: 1,
      demo: false,
    };
    expect(texts(statusLines({ ...idleState(), agents: [agent] }))[1]).toBe(
      `agent    ${word.padEnd(12)}Codex. Why.`,
    );
  });

  it('says what is wrong with the policy, and nothing where nothing is', () => {
    const fault = { message: '“x” is nothing that a policy knows.', line: 3, column: 1 };
    const policy = { ...idleState().policy, faults: [fault, fault] };
    expect(texts(statusLines({ ...idleState(), policy }))[3]).toBe(
      'policy   strict      policy.toml, line 3, column 1: “x” is nothing that a policy knows. And 1 more. Until it is mended, the built-in strict policy holds.',
    );
  });

  it('tells phones that are away from those that are here', () => {
    const away = { ...idleState(), devices: [deviceView(), deviceView({ id: 'b' })] };
    expect(texts(statusLines(away))[2]).toBe('phones   away        2 phones are paired, none connected.');
    const here = {
      ...idleState(),
      devices: [deviceView(), deviceView({ id: 'b', name: 'iPad', connected: true })],
    };
    expect(texts(statusLines(here))[2]).toBe('phones   connected   iPad');
  });

  it('tells a way that is wanted and does not work, and no other', () => {
    const way = { remedy: null, url: null, since: 1 } as const;
    const reach: HostState['reach'] = [
      { ...way, way: 'relay', state: 'down', title: 'Relay a.example', detail: 'It does not answer.' },
      {
        ...way,
        way: 'tailscale',
        state: 'down',
        title: 'Tailscale',
        detail: 'Nobody is signed in.',
        remedy: 'Sign in.',
      },
      { ...way, way: 'tunnel', state: 'off', title: 'Tunnel', detail: 'For trying out.' },
      { ...way, way: 'local', state: 'up', title: 'This network', detail: 'Here.' },
    ];
    expect(texts(statusLines({ ...idleState(), reach })).filter((text) => text.startsWith('reach'))).toEqual([
      'reach    down        Tailscale. Nobody is signed in. Sign in.',
    ]);
  });

  it('says what waits for the owner', () => {
    const waiting = [{ id: 'a', thread: 't', kind: 'command', title: 'Run npm test', at: 1, desk: false }];
    expect(texts(statusLines({ ...idleState(), waiting })).at(-1)).toBe('waiting  for you     Run npm test');
  });

  it('says which turns run', () => {
    const working = [
      { thread: 't1', title: 'Fix the build', since: 1 },
      { thread: 't2', title: 'Write tests', since: 2 },
    ];
    expect(texts(statusLines({ ...idleState(), working })).at(-1)).toBe(
      'work     2 turns     Fix the build · Write tests',
    );
  });

  it.each([
    [{ held: true, because: 'A phone is connected.' }, 'held awake  A phone is connected.'],
    [{ problem: 'It cannot.' }, 'cannot hold It cannot.'],
  ])('says of power: %j', (fields, text) => {
    const awake = { ...idleState().awake, ...fields };
    expect(texts(statusLines({ ...idleState(), awake }))).toContain(`power    ${text}`);
  });

  it('obeys nothing that a phone’s name says', () => {
    const devices = [deviceView({ name: 'x\x1b[2J\nrelay    down', connected: true })];
    const shown = texts(statusLines({ ...idleState(), devices })).join('|');
    expect(shown).not.toMatch(/\p{Cc}/u);
  });

  it('gives each leg the same key at any time', () => {
    const keys = (state: ReturnType<typeof idleState>) => statusLines(state).map((line) => line.key);
    expect(keys({ ...idleState(), devices: [deviceView()] })).toEqual(keys(idleState()));
  });
});

describe('pairingLines', () => {
  const link = 'http://192.168.1.4:8722/#'.padEnd(150, 'x');
  const lines = (columns: number | undefined) => pairingLines(link, Date.now(), { columns, colors: false });

  it('shows the whole link on a line of its own', () => {
    expect(lines(80)).toContain(link);
    expect(lines(20)).toContain(link);
  });

  it('draws the code where it fits, and in a pipe', () => {
    expect(lines(80).join('')).toContain('█');
    expect(lines(undefined).join('')).toContain('█');
  });

  it('says how wide the terminal must be where it does not', () => {
    expect(lines(40).join('')).not.toContain('█');
    expect(lines(40).join('')).toMatch(/needs a terminal of \d+ columns; this one has 40\./);
  });
});

describe('deviceLines', () => {
  it('lists phones in columns, with what a person needs to name one', () => {
    const phones = [
      deviceView({ connected: true, expiresAt: null }),
      deviceView({
        ...{ id: 'zz', name: 'Pixel', owner: 'Ada', right: 'view', platform: 'Android', lastSeenAt: null },
        ...{ expiresAfterDays: 0, expiresAt: null },
      }),
      deviceView({ id: 'yy', name: 'Old', suspended: true }),
    ];
    expect(deviceLines(phones, 1_700_000_000_000, 90)).toEqual([
      'name    owner  state       right      expires             platform  id',
      'iPhone  -      connected   may start  unused for 90 days  iOS       k4qz7f2m',
      'Pixel   Ada    never seen  may look   never               Android   zz',
      'Old     -      suspended   may start  in 90 days          iOS       yy',
    ]);
  });

  it.each([
    [0, 'within the hour'],
    [-5, 'within the hour'],
    [3_600_000, 'within a day'],
    [25 * 3_600_000, 'in 2 days'],
  ])('says when a phone that is away expires: %i ms', (left, words) => {
    const now = 1_700_000_000_000;
    expect(deviceLines([deviceView({ expiresAt: now + left })], now, 90)[1]).toContain(words);
  });

  it('says of a phone that is connected when it would expire', () => {
    const phone = { connected: true, expiresAt: null };
    expect(deviceLines([deviceView({ ...phone, expiresAfterDays: 1 })], 0, 90)[1]).toContain(
      'unused for 1 day',
    );
    expect(deviceLines([deviceView(phone)], 0, 0)[1]).toContain('never');
  });

  it('says that there are none', () => {
    expect(deviceLines([], 0, 90)).toEqual(['No phone is paired.']);
  });
});

it('says how to open the first folder', () => {
  expect(projectLines({ projects: [], environments: [] })[0]).toContain('outpost projects add DIR');
});

it.each([
  [0, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [3_599_999, '59 min ago'],
  [3_600_000, '1 h ago'],
  [47 * 3_600_000, '47 h ago'],
  [48 * 3_600_000, '2 days ago'],
  [-5_000, 'just now'],
])('calls %i ms %s', (past, words) => {
  expect(ago(1_000_000_000 - past, 1_000_000_000)).toBe(words);
});
