/** SSH hosts in the states that they can be in, for the control panel and the tray. */
import type {
  EnvironmentQuestion,
  EnvironmentView,
  SshHostView,
  SshState,
} from '../../../main/contract/environments.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { STATES } from './states.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const sshHost = (alias: string, fields: Partial<SshHostView> = {}): SshHostView => ({
  alias,
  environment: `ssh:${alias}`,
  about: `ada@${alias}.example.org`,
  unusable: null,
  usedAt: null,
  hidden: false,
  ...fields,
});

/** A host that is connected, unless `fields` say otherwise. */
export const environment = (name: string, fields: Partial<EnvironmentView> = {}): EnvironmentView => ({
  id: `ssh:${name}`,
  name,
  alias: name,
  state: 'up',
  detail: 'Connected to Linux (x86_64).',
  since: Date.now() - 3 * HOUR,
  latencyMs: 18.4,
  agentVersion: '0.144.0',
  missing: null,
  question: null,
  printed: 0,
  ...fields,
});

export const asking = (
  question: Partial<EnvironmentQuestion>,
  fields: Partial<EnvironmentView> = {},
): EnvironmentView =>
  environment('devbox', {
    state: 'asking',
    detail: 'It asks something.',
    since: Date.now(),
    latencyMs: null,
    agentVersion: null,
    question: { id: 'q1', kind: 'password', from: 'ssh', text: '', secret: true, details: [], ...question },
    printed: 40,
    ...fields,
  });

export const QUESTIONS = {
  hostKey: {
    kind: 'hostKey',
    text:
      "The authenticity of host 'devbox.example.org (203.0.113.7)' can't be established.\n" +
      'ED25519 key fingerprint is SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM.\n' +
      'This key is not known by any other names.\n' +
      'Are you sure you want to continue connecting (yes/no/[fingerprint])?',
    secret: false,
    details: [
      { name: 'Host', value: 'devbox.example.org' },
      { name: 'Key type', value: 'ED25519' },
      { name: 'Fingerprint', value: 'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM' },
    ],
  },
  password: {
    kind: 'password',
    text: 'ada@devbox.example.org’s password:',
    details: [
      { name: 'Host', value: 'devbox.example.org' },
      { name: 'User', value: 'ada' },
    ],
  },
  wrongPassword: {
    kind: 'password',
    id: 'q2',
    text: 'ada@devbox.example.org’s password:',
    details: [
      { name: 'Host', value: 'devbox.example.org' },
      { name: 'User', value: 'ada' },
      { name: 'Before', value: 'The answer before was not accepted.' },
    ],
  },
  newPassword: {
    kind: 'newPassword',
    text: 'Enter ada@devbox.example.org’s new password:',
    details: [
      { name: 'Host', value: 'devbox.example.org' },
      { name: 'User', value: 'ada' },
    ],
  },
  passphrase: {
    kind: 'passphrase',
    text: 'Enter passphrase for key ‘/home/ada/.ssh/id_ed25519’:',
    details: [{ name: 'Key', value: '/home/ada/.ssh/id_ed25519' }],
  },
  pin: {
    kind: 'pin',
    text: 'Enter PIN for ED25519-SK key SHA256:p2QAMXNIC1TJYWeIOttrVc98:',
    details: [
      { name: 'Key type', value: 'ED25519-SK' },
      { name: 'Fingerprint', value: 'SHA256:p2QAMXNIC1TJYWeIOttrVc98' },
    ],
  },
  oneTimeCode: {
    kind: 'oneTimeCode',
    from: 'server',
    text: 'Duo two-factor login for ada\n\nEnter a passcode or select one of the following options:\n 1. Duo Push to +XX XX XXX 42\nPasscode or option (1-1):',
    details: [
      { name: 'Host', value: 'devbox.example.org' },
      { name: 'User', value: 'ada' },
    ],
  },
  confirm: { kind: 'confirm', text: 'Accept updated hostkeys?', secret: false },
  touch: {
    kind: 'touch',
    text: 'Confirm user presence for key ED25519-SK SHA256:p2QAMXNIC1TJYWeIOttrVc98',
    secret: false,
    details: [{ name: 'Key type', value: 'ED25519-SK' }],
  },
  terminal: { kind: 'terminal', text: '', secret: false },
  startDaemon: {
    kind: 'startDaemon',
    from: 'outpost',
    text:
      'To work on devbox, Codex runs a server of its own there, so that a turn goes on when the connection is lost. Its ' +
      'first start copies the program (about 400 MB) into Codex’s folder, and leaves a process that keeps it up to date.',
    secret: false,
    details: [{ name: 'Free there', value: '38 GB' }],
  },
} as const satisfies Record<string, Partial<EnvironmentQuestion>>;

/** `hosts` of the configuration, `environments` beside this computer. */
export function withHosts(
  environments: readonly EnvironmentView[],
  hosts: readonly SshHostView[] = [],
  ssh: Partial<SshState> = {},
): HostState {
  const state = STATES.well();
  return {
    ...state,
    environments: [{ ...state.environments[0]!, agentVersion: '0.144.0' }, ...environments],
    ssh: { enabled: true, hosts: hosts.slice(0, 20), total: hosts.length, problems: [], ...ssh },
  };
}

const CONFIGURED = ['devbox', 'gpu-1', 'build', 'staging', 'old-box'];

export const HOST_STATES = {
  none: (): HostState => withHosts([]),
  switchedOff: (): HostState => {
    const state = withHosts([], [], { enabled: false });
    return { ...state, settings: { ...state.settings, remote_connections: false } };
  },
  unused: (): HostState =>
    withHosts(
      [],
      CONFIGURED.map((alias) => sshHost(alias)),
    ),
  several: (): HostState => ({
    ...withHosts(
      [
        environment('devbox'),
        environment('gpu-1', {
          detail:
            'Connected to Linux (x86_64). Threads there are not gated: inside their sandbox, they act without asking.',
          agentVersion: '0.139.2',
          latencyMs: 142,
          since: Date.now() - 12 * MINUTE,
          missing: null,
        }),
        environment('build', {
          state: 'retrying',
          detail: 'The connection was lost. Outpost tries again in 24 seconds.',
          since: Date.now() - 2 * MINUTE,
          latencyMs: null,
          agentVersion: null,
          printed: 120,
        }),
        environment('staging', {
          detail: 'Connected to macOS (arm64).',
          latencyMs: 31,
          agentVersion: null,
          missing: {
            about: 'Codex was not found on staging. Install it there.',
            command: 'npm install -g @openai/codex',
          },
        }),
        environment('old-box', {
          state: 'attention',
          detail:
            'The key of old-box is not the one that is known. Either it was set up anew, or somebody else answers in its ' +
            'place. Ask who runs it before you go on.',
          since: Date.now() - 40 * MINUTE,
          latencyMs: null,
          agentVersion: null,
          printed: 300,
        }),
        environment('jump', {
          state: 'off',
          detail: 'Not connected.',
          since: Date.now() - 5 * HOUR,
          latencyMs: null,
          agentVersion: null,
        }),
      ],
      [
        ...CONFIGURED.map((alias) => sshHost(alias, { usedAt: Date.now() - HOUR })),
        sshHost('jump', { about: 'ada@jump.example.org:2222' }),
        sshHost('-oProxyCommand', {
          about: '',
          unusable: 'The name begins with a dash, which ssh would take for an option.',
        }),
      ],
      {
        problems: [
          '~/.ssh/config, line 14: “Hostt” is not a word that ssh knows.',
          '~/.ssh/clients/*.conf, line 2: the file cannot be read (no permission).',
        ],
      },
    ),
    projects: [
      ...STATES.well().projects,
      { id: 'p3', name: 'api', path: '/home/ada/src/api', environment: 'ssh:devbox' },
      { id: 'p4', name: 'notebooks', path: '/srv/notebooks', environment: 'ssh:devbox' },
    ],
  }),
  asking: (): HostState =>
    withHosts([asking(QUESTIONS.hostKey), environment('gpu-1')], [sshHost('devbox'), sshHost('gpu-1')]),
} satisfies Record<string, () => HostState>;
