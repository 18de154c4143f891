/** A host's state in lines of text. Pure: what `outpost` prints, decided without a terminal. */
import type { ActivityEntry } from '../contract/activity.ts';
import { activityWords } from '../contract/activity-words.ts';
import { policyTrouble } from '../contract/policy.ts';
import type {
  AgentView,
  DeviceView,
  HostState,
  ProjectView,
  ReachView,
  SharingView,
} from '../contract/state.ts';
import { printable } from './printable.ts';
import { qrLines, qrWidth } from './qr.ts';

/** One leg of the way between phone and agent. `key` is the same for the same leg at any time. */
export interface StatusLine {
  readonly key: string;
  readonly text: string;
}

const AGENT_WORDS = {
  ready: 'ready',
  starting: 'starting',
  missing: 'not found',
  outdated: 'too old',
  signedOut: 'signed out',
  stopped: 'stopped',
} as const satisfies Record<HostState['agents'][number]['state'], string>;

const SHARING_WORDS = {
  off: 'apart',
  waiting: 'waits',
  starting: 'starting',
  on: 'shared',
  failed: 'not shared',
} as const satisfies Record<SharingView['state'], string>;

const RIGHT_WORDS = {
  view: 'may look',
  answer: 'may answer',
  start: 'may start',
} as const satisfies Record<DeviceView['right'], string>;

const line = (key: string, leg: string, word: string, text: string): StatusLine => ({
  key,
  text: printable(`${leg.padEnd(9)}${word.padEnd(12)}${text}`).trimEnd(),
});

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Relays speak in their own line; these are what other programs make of the one in this host. */
const isTrouble = ({ way, state }: ReachView): boolean =>
  (way === 'tailscale' || way === 'tunnel') && (state === 'attention' || state === 'down');

/** One line for each leg, always in the same order. */
export function statusLines(state: HostState): StatusLine[] {
  const { relay, reach, agents, devices, awake, working, paused, waiting } = state;
  return [
    line('relay', 'relay', relay.state, `${relay.title}. ${relay.detail}`),
    ...reach
      .filter(isTrouble)
      .map((way) =>
        line(`reach ${way.way}`, 'reach', way.state, `${way.title}. ${way.detail} ${way.remedy ?? ''}`),
      ),
    ...agents.flatMap((agent) => [
      line(`agent ${agent.id}`, 'agent', AGENT_WORDS[agent.state], `${agent.name}. ${agent.detail}`),
      ...sharingLines(agent),
    ]),
    phonesLine(devices),
    ...policyLines(state),
    line('power', 'power', powerWord(awake), awake.problem ?? awake.because),
    ...(working.length === 0
      ? []
      : [
          line(
            'work',
            'work',
            counted(working.length, 'turn', 'turns'),
            working.map(({ title }) => title).join(' · '),
          ),
        ]),
    ...(paused.length === 0
      ? []
      : [
          line(
            'paused',
            'paused',
            counted(paused.length, 'thread', 'threads'),
            `${paused.map(({ thread, title }) => title || thread).join(' · ')}. To resume one: outpost resume <thread>`,
          ),
        ]),
    ...(waiting.length === 0
      ? []
      : [line('waiting', 'waiting', 'for you', waiting.map((each) => each.title).join(' · '))]),
  ];
}

/** Said where the owner turned it on, or waits for its end. */
const sharingLines = ({ id, sharing }: AgentView): StatusLine[] =>
  sharing === undefined || sharing.state === 'off'
    ? []
    : [line(`sharing ${id}`, 'terminal', SHARING_WORDS[sharing.state], sharing.detail)];

/** Said only where its owner has to do something. */
function policyLines({ policy }: HostState): StatusLine[] {
  const trouble = policyTrouble(policy);
  return trouble === null ? [] : [line('policy', 'policy', 'strict', trouble)];
}

function powerWord({ held, problem }: HostState['awake']): string {
  if (held) return 'held awake';
  return problem === null ? 'not held' : 'cannot hold';
}

function phonesLine(devices: readonly DeviceView[]): StatusLine {
  const connected = devices.filter((device) => device.connected);
  if (devices.length === 0) return line('phones', 'phones', 'none', 'No phone is paired.');
  if (connected.length === 0) {
    return line(
      'phones',
      'phones',
      'away',
      `${counted(devices.length, 'phone is', 'phones are')} paired, none connected.`,
    );
  }
  return line('phones', 'phones', 'connected', connected.map((device) => device.name).join(', '));
}

export interface TerminalShape {
  /** Columns; `undefined` where the output is no terminal. */
  readonly columns: number | undefined;
  readonly colors: boolean;
}

/** The QR code, the link, and what they are good for. */
export function pairingLines(link: string, expiresAt: number, { columns, colors }: TerminalShape): string[] {
  const width = qrWidth(link);
  const until = new Date(expiresAt).toTimeString().slice(0, 5);
  const code =
    columns === undefined || columns >= width
      ? qrLines(link, colors)
      : [
          `The QR code needs a terminal of ${width} columns; this one has ${columns}. Make it wider and ask for a new code.`,
        ];
  return [
    '',
    ...code,
    '',
    'Scan this with your phone, or open the link on it:',
    '',
    link,
    '',
    `It pairs one phone, once, until ${until}.`,
    '',
  ];
}

export function pairedLines(device: string, checkWords: readonly string[]): string[] {
  return [
    `${printable(device)} is paired.`,
    `Its screen must show these words: ${printable(checkWords.join(' '))}`,
    'If it shows others, revoke it: someone is in between.',
  ];
}

/** How long ago, in words of at most 12 letters. Milliseconds in. */
export function ago(then: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}

function seen(device: DeviceView, now: number): string {
  if (device.suspended) return 'suspended';
  if (device.connected) return 'connected';
  return device.lastSeenAt === null ? 'never seen' : ago(device.lastSeenAt, now);
}

const DAY_MS = 24 * 60 * 60_000;

/** @param setting Days for phones that have no time of their own; 0: never. */
function expires({ expiresAfterDays, expiresAt }: DeviceView, now: number, setting: number): string {
  const days = expiresAfterDays ?? setting;
  if (days === 0) return 'never';
  if (expiresAt === null) return days === 1 ? 'unused for 1 day' : `unused for ${days} days`;
  const left = Math.ceil((expiresAt - now) / DAY_MS);
  return left <= 0 ? 'within the hour' : left === 1 ? 'within a day' : `in ${left} days`;
}

/** @param expirySetting Days after which phones without a time of their own are forgotten; 0: never. */
export function deviceLines(devices: readonly DeviceView[], now: number, expirySetting: number): string[] {
  if (devices.length === 0) return ['No phone is paired.'];
  const rows = devices.map((device) => [
    printable(device.name),
    printable(device.owner) || '-',
    seen(device, now),
    RIGHT_WORDS[device.right],
    expires(device, now, expirySetting),
    printable(device.platform),
    printable(device.id),
  ]);
  return table([['name', 'owner', 'state', 'right', 'expires', 'platform', 'id'], ...rows]);
}

/** A folder on an SSH host is named as `scp` does it. */
export function projectLines({
  projects,
  environments,
}: Pick<HostState, 'projects' | 'environments'>): string[] {
  const placeOf = ({ environment, path }: ProjectView): string => {
    const there = environments.find(({ id }) => id === environment);
    return there?.alias === null ? path : `${there?.alias ?? environment}:${path}`;
  };
  if (projects.length === 0)
    return ['No folder is open to phones. Open one with "outpost projects add DIR".'];
  const rows = projects.map((project) => [project.name, placeOf(project), project.id].map(printable));
  return table([['name', 'folder', 'id'], ...rows]);
}

export function waitingLines(waiting: HostState['waiting'], now: number): string[] {
  if (waiting.length === 0) return ['Nothing waits for you.'];
  const rows = waiting.map(({ id, kind, title, at, desk }) =>
    [id, kind, ago(at, now), desk ? 'here only' : 'anywhere', title].map(printable),
  );
  return table([['id', 'kind', 'asked', 'answered', 'what'], ...rows]);
}

/** A line for each: when, what, and who did what with it. */
export const activityLines = (entries: readonly ActivityEntry[]): string[] =>
  entries.map((entry) => {
    const { title, detail } = activityWords(entry);
    return printable(`${localTime(entry.at)}  ${title} — ${detail}`);
  });

/** `2026-03-01 14:02`, by the clock of this computer. */
function localTime(at: number): string {
  const time = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
