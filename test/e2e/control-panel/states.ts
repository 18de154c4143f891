/** States of a host in which the control panel is looked at, by name. */
import { INITIAL_SETTINGS } from '../../../main/contract/settings.ts';
import type { AwakeState, DeviceView, HostState, SharingView } from '../../../main/contract/state.ts';
import { upkeepOf } from '../../../main/host/upkeep.ts';
import { policyView } from '../../main/host/policy/policy-view.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const LINK =
  'http://192.168.1.20:4817/#AWbJ4xB9m0pQ2vTf8wLk3sYcZ1nR6hUeGdXaOiKyVtPqBrMjSlEwCuNzHxDgFo5A7b2I4J6K8L0MvQeRtYuIoPaSdFgHjKlZxCvBnMq1w2e3r4';

const now = (): number => Date.now();

const phone = (fields: Partial<DeviceView> = {}): DeviceView => ({
  id: 'ada',
  name: 'Ada’s iPhone',
  owner: 'Ada',
  platform: 'Safari on iOS',
  right: 'start',
  connected: true,
  pairedAt: now() - 3 * DAY,
  lastSeenAt: now(),
  expiresAfterDays: null,
  expiresAt: null,
  checkWords: ['orchard', 'velvet', 'signal', 'copper'],
  suspended: false,
  client: 'ownOrigin',
  ...fields,
});
const tablet = (fields: Partial<DeviceView> = {}): DeviceView =>
  phone({
    id: 'pixel',
    name: 'Kitchen tablet',
    owner: '',
    platform: 'Chrome on Android',
    right: 'answer',
    connected: false,
    lastSeenAt: now() - 25 * MINUTE,
    expiresAt: now() - 25 * MINUTE + 90 * DAY,
    checkWords: ['meadow', 'hollow', 'anchor', 'violin'],
    client: 'relay',
    ...fields,
  });

const awake = (fields: Partial<AwakeState> = {}): AwakeState => ({
  held: false,
  because: 'No phone is connected, so it may sleep.',
  since: now() - HOUR,
  powerSource: 'mains',
  problem: null,
  ...fields,
});

const well = (): HostState => ({
  host: {
    id: 'k7qx2m',
    name: 'ada-mini',
    version: '0.1.0',
    folder: '/home/ada/.config/Outpost',
    startedAt: now() - HOUR,
  },
  relay: {
    state: 'up',
    title: 'Reachable on this network',
    detail: 'Phones on the same network reach this computer at 192.168.1.20.',
    since: now() - HOUR,
    routes: ['ws://192.168.1.20:4817'],
  },
  reach: [
    {
      way: 'local',
      state: 'up',
      title: 'This network',
      detail: 'Phones on the same network reach this computer.',
      remedy: null,
      url: 'http://192.168.1.20:4817',
      since: now() - HOUR,
    },
    {
      way: 'tailscale',
      state: 'off',
      title: 'Tailscale',
      detail: 'Reaches this computer from your own devices, anywhere, over https.',
      remedy: null,
      url: null,
      since: now() - HOUR,
    },
    {
      way: 'tunnel',
      state: 'off',
      title: 'Cloudflare quick tunnel, for trying out',
      detail: 'Reaches this computer from anywhere; its name changes at every start.',
      remedy: null,
      url: null,
      since: now() - HOUR,
    },
  ],
  environments: [
    {
      id: 'local',
      name: 'ada-mini',
      alias: null,
      state: 'up',
      detail: 'The computer that runs Outpost.',
      since: now() - HOUR,
      latencyMs: null,
      agentVersion: null,
      missing: null,
      question: null,
      printed: 0,
    },
  ],
  ssh: { enabled: true, hosts: [], total: 0, problems: [] },
  agents: [
    {
      id: 'codex',
      environment: 'local',
      name: 'Codex',
      state: 'ready',
      detail: 'Version 0.144.0, signed in.',
      since: now() - HOUR,
      demo: false,
    },
    {
      id: 'demo',
      environment: 'local',
      name: 'The demo agent',
      state: 'ready',
      detail: 'Scripted; needs no account.',
      since: now() - HOUR,
      demo: true,
    },
  ],
  devices: [phone(), tablet()],
  projects: [
    { id: 'p1', name: 'outpost', path: '/home/ada/src/outpost', environment: 'local' },
    { id: 'p2', name: 'weather-station', path: '/home/ada/src/weather-station', environment: 'local' },
  ],
  pairing: { state: 'none' },
  signIn: { state: 'none' },
  upkeep: [],
  awake: awake({ held: true, because: 'A phone is connected.' }),
  working: [],
  paused: [],
  settings: INITIAL_SETTINGS,
  overridden: [],
  settingsFile: { path: '/home/ada/.config/Outpost/settings.toml', problem: null },
  policy: policyView(),
  key: {
    kept: 'keychain',
    detail: 'The key of this computer is sealed by the keyring of this desktop.',
    moves: true,
  },
  login: { state: 'off', detail: '' },
  update: { state: 'newest', checkedAt: now() - 3 * HOUR },
  waiting: [],
  activity: { written: 0, closed: [] },
  notices: [],
});

/** Nothing is set up, and Codex is as it is after an installation. */
const signedOut = (signIn: HostState['signIn'] = { state: 'none' }): HostState => ({
  ...well(),
  agents: [
    {
      id: 'codex',
      environment: 'local',
      name: 'Codex',
      state: 'signedOut',
      detail: 'Codex has no account on this computer. Sign in at its control panel.',
      since: now() - HOUR,
      demo: false,
    },
  ],
  devices: [],
  projects: [],
  awake: { ...well().awake, held: false, because: 'No phone is connected, so this computer may sleep.' },
  upkeep: [...upkeepOf('darwin')],
  signIn,
});

const open = (): HostState['pairing'] => ({
  state: 'open',
  link: LINK,
  expiresAt: now() + 4 * MINUTE + 32_000,
  right: 'start',
});

const sharing = (
  share_with_terminal: HostState['settings']['share_with_terminal'],
  fields: Partial<SharingView>,
): HostState => ({
  ...well(),
  settings: { ...INITIAL_SETTINGS, share_with_terminal },
  agents: well().agents.map((agent) =>
    agent.demo
      ? agent
      : {
          ...agent,
          sharing: {
            state: 'off',
            detail: 'Threads of a terminal are not live on phones.',
            needs: 'copy',
            stop: null,
            ...fields,
          },
        },
  ),
});

export const STATES = {
  well,
  signedOut: (): HostState => signedOut(),
  signingIn: (): HostState =>
    signedOut({
      state: 'open',
      agent: 'codex',
      url: 'https://auth.openai.com/codex/device',
      code: 'ABCD-12345',
      expiresAt: now() + 14 * MINUTE,
    }),
  signInFailed: (): HostState =>
    signedOut({
      state: 'failed',
      agent: 'codex',
      message: 'The code was not used in time. Try again for a new one.',
    }),
  unstarted: (): HostState => ({
    ...signedOut(),
    agents: [
      {
        id: 'codex',
        environment: 'local',
        name: 'Codex',
        state: 'missing',
        detail: 'Codex was not found on this computer. Install it with "npm install -g @openai/codex".',
        command: 'npm install -g @openai/codex',
        since: now() - HOUR,
        demo: false,
      },
    ],
  }),
  /** Sharing with a terminal was not asked for yet. */
  unshared: (): HostState => sharing('unasked', {}),
  shared: (): HostState =>
    sharing('on', {
      state: 'on',
      needs: 'nothing',
      detail: 'Threads are live on phones and in a terminal. Codex’s daemon goes on when Outpost has quit.',
    }),
  shareFailed: (): HostState =>
    sharing('on', {
      state: 'failed',
      detail:
        'Codex’s daemon did not start (failed to copy the package: No space left on device (os error 28)). Phones work without it, and Outpost tries again when you ask it to.',
    }),
  sharedBefore: (): HostState =>
    sharing('off', {
      needs: 'nothing',
      detail:
        'Threads of a terminal are not live on phones. Codex’s daemon runs on this computer, for its terminals. A terminal can end it; its updater goes on until the computer restarts.',
      stop: 'codex app-server daemon stop',
    }),
  fresh: (): HostState => ({
    ...well(),
    devices: [],
    projects: [],
    awake: awake(),
  }),
  troubled: (): HostState => ({
    ...well(),
    relay: {
      state: 'down',
      title: 'The relay cannot be reached',
      detail:
        'relay.example.org does not answer since 14:02. Check this computer’s network; Outpost goes on trying.',
      since: now() - 20 * MINUTE,
      routes: [],
    },
    agents: [
      {
        id: 'codex',
        environment: 'local',
        name: 'Codex',
        state: 'missing',
        detail: 'Install it with “npm install -g @openai/codex”, then look again.',
        since: now() - HOUR,
        demo: false,
      },
      {
        id: 'demo',
        environment: 'local',
        name: 'The demo agent',
        state: 'ready',
        detail: 'Scripted; needs no account.',
        since: now() - HOUR,
        demo: true,
      },
    ],
    devices: [phone({ connected: false, lastSeenAt: now() - 21 * MINUTE })],
    awake: awake({ because: 'Keeping it awake is turned off. Phones cannot reach it asleep.' }),
    settings: { ...INITIAL_SETTINGS, mobile_keep_awake: false },
    notices: [
      {
        at: now() - 2 * HOUR,
        level: 'warning',
        text: 'A damaged file was set aside as threads/7f3a.damaged. One thread is missing its first part.',
      },
    ],
  }),
  waiting: (): HostState => ({
    ...well(),
    waiting: [{ id: 'a1', thread: 't1', kind: 'command', title: 'npm install', at: now(), desk: false }],
  }),
  damagedSettings: (): HostState => ({
    ...well(),
    settings: {
      ...INITIAL_SETTINGS,
      keep_awake_while: 'always',
      relays: ['wss://relay.example'],
      start_at_login: true,
    },
    settingsFile: {
      path: '/home/ada/.config/Outpost/settings.toml',
      problem:
        'settings.toml could not be read (line 12 cannot be understood). What was set before its last change holds until ' +
        'you have corrected it and started Outpost again.',
    },
    key: {
      kept: 'file',
      detail:
        'The key of this computer rests in identity.json, a plain file that only your user can read. This desktop has no ' +
        'keyring that Outpost can use.',
      moves: false,
    },
    login: {
      state: 'held',
      detail: 'macOS waits for your consent: allow Outpost in System Settings under General › Login Items.',
    },
  }),
  brokenPolicy: (): HostState => ({
    ...well(),
    policy: policyView(
      { preset: 'strict', expires: { continue: '1h', expand: '1h', commit: '8h' } },
      {
        faults: [
          {
            message:
              '“tiers.commit” has to be phone, hold, desk or never; only “continue” is ever answered by rule.',
            line: 12,
            column: 1,
          },
          { message: '“rulez” is nothing that a policy knows.', line: 19, column: 3 },
        ],
      },
    ),
  }),
  /** Its owner has changed everything that can be changed. */
  ownPolicy: (): HostState => ({
    ...well(),
    policy: policyView({
      preset: 'pilot',
      tiers: { expand: 'desk' },
      kinds: { tool: { expand: 'never' } },
      expires: { continue: '8h', expand: '30m', commit: '16h' },
      quietHours: { from: '22:00', to: '07:00', questions: 'desk' },
      rules: [
        { answer: 'never', program: 'git', arguments: ['push', '**'], about: 'We push by hand', line: 14 },
        { answer: 'rule', program: 'npm', arguments: ['run', 'test*'], line: 20 },
        { answer: 'phone', paths: ['docs/**', '**/*.md'], line: 25 },
      ],
      projects: ['~/src/shop'],
      environments: ['devbox'],
    }),
  }),
  pairing: (): HostState => ({ ...well(), pairing: open() }),
  expired: (): HostState => ({ ...well(), pairing: { state: 'expired' } }),
  paired: (): HostState => ({
    ...well(),
    pairing: {
      state: 'paired',
      id: 'ada',
      device: 'Ada’s iPhone',
      checkWords: ['orchard', 'velvet', 'signal', 'copper'],
      at: now(),
    },
  }),
  heldBack: (): HostState => ({
    ...well(),
    devices: [
      phone({ suspended: true, connected: false }),
      tablet({ client: 'plainHttp', lastSeenAt: now() - 4 * DAY }),
      phone({
        id: 'old',
        name: 'An old phone with a name that is far too long to fit into its row',
        lastSeenAt: null,
        connected: false,
        right: 'view',
      }),
    ],
  }),
} satisfies Record<string, () => HostState>;

export type StateName = keyof typeof STATES;
