/**
 * The owner's settings, as one table: what `settings.toml` may say, what the panel shows, what `outpost settings` reads and
 * writes, and what docs/settings.md is generated from. Where Codex has a feature of the same name, ours has that name.
 */
import * as v from 'valibot';

interface Setting {
  readonly schema: v.GenericSchema;
  readonly initial: unknown;
  readonly group: SettingGroup;
  readonly title: string;
  /** What it does, in sentences for the owner. */
  readonly about: string;
  /** The words for each value, where there are only a few. */
  readonly choices?: Readonly<Record<string, string>>;
  /** A change is obeyed when the host starts again. */
  readonly atNextStart?: true;
}

export const SETTING_GROUPS = {
  power: 'Power',
  phones: 'Phones',
  reach: 'Reach',
  agent: 'Agent',
  program: 'Outpost',
} as const;
export type SettingGroup = keyof typeof SETTING_GROUPS;

const setting = <const S extends Setting>(shape: S): S => shape;

const webSocketUrl = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(/^wss?:\/\/[^/\s?#@]+$/, 'an address such as wss://relay.example'),
);

export const SETTINGS = {
  mobile_keep_awake: setting({
    schema: v.boolean(),
    initial: true,
    group: 'power',
    title: 'Keep this computer awake',
    about: 'The display may still turn off. When this is off, phones cannot reach a computer that sleeps.',
  }),
  keep_awake_while: setting({
    schema: v.picklist(['connected', 'working', 'always']),
    initial: 'connected',
    group: 'power',
    title: 'Keep it awake',
    about: 'The agent works until its turn has ended, also while it waits for an answer of yours.',
    choices: {
      connected: 'while a phone is connected',
      working: 'while the agent works',
      always: 'always',
    },
  }),
  sleep_on_battery: setting({
    schema: v.boolean(),
    initial: false,
    group: 'power',
    title: 'Let it sleep on battery',
    about: 'Nothing holds this computer awake while it runs on its battery.',
  }),
  computer_use_mobile: setting({
    schema: v.boolean(),
    initial: false,
    group: 'phones',
    title: 'Phones may approve browser and computer control',
    about: 'When this is off, such requests are answered at this computer only.',
  }),
  phones_expire_after_days: setting({
    schema: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)),
    initial: 90,
    group: 'phones',
    title: 'Forget a phone that was not seen for so many days',
    about: 'It has to be paired again then. 0: never. A phone can have a time of its own.',
  }),
  name: setting({
    schema: v.pipe(v.string(), v.trim(), v.maxLength(64)),
    initial: '',
    group: 'phones',
    title: 'Name of this computer',
    about: 'How phones see it. Empty: the name that the system gives it.',
    atNextStart: true,
  }),
  relays: setting({
    schema: v.pipe(v.array(webSocketUrl), v.maxLength(4)),
    initial: [],
    group: 'reach',
    title: 'Relays of your own',
    about: 'Where phones meet this computer when they are not on its network. The first one goes into links.',
  }),
  client_origin: setting({
    schema: v.pipe(
      v.string(),
      v.maxLength(200),
      v.regex(/^(https?:\/\/[^/\s?#@]+)?$/, 'an address such as https://app.example'),
    ),
    initial: '',
    group: 'reach',
    title: 'Where links open',
    about: 'The address of a page of yours. Empty: the relay that serves it.',
    atNextStart: true,
  }),
  tailscale: setting({
    schema: v.boolean(),
    initial: false,
    group: 'reach',
    title: 'Reach it over Tailscale',
    about: 'Publishes the relay of this computer to your tailnet with `tailscale serve`.',
  }),
  quick_tunnel: setting({
    schema: v.boolean(),
    initial: false,
    group: 'reach',
    title: 'Reach it through a Cloudflare quick tunnel',
    about: 'For trying out: its name changes at every start, and phones that were away lose their way then.',
  }),
  remote_connections: setting({
    schema: v.boolean(),
    initial: true,
    group: 'agent',
    title: 'SSH hosts',
    about: 'The agent may be run on hosts of your SSH configuration that you connect.',
  }),
  connect_from_phones: setting({
    schema: v.boolean(),
    initial: true,
    group: 'agent',
    title: 'Phones may connect SSH hosts',
    about: 'Only those that you connected here before, and only as long as nobody has to be asked anything.',
  }),
  share_with_terminal: setting({
    schema: v.picklist(['unasked', 'on', 'off']),
    initial: 'unasked',
    group: 'agent',
    title: 'Share live threads with Codex in a terminal',
    about:
      'Through Codex’s own daemon, whose first start copies about 400 MB and leaves an updater of Codex running; Outpost starts it again when it ends. ' +
      'Switching waits until no turn runs, and ends commands that run in the background of a thread; when it is turned off, a thread that was open can go on after a minute. Not on Windows.',
    choices: {
      unasked: 'no, and ask at the set-up',
      on: 'yes',
      off: 'no',
    },
  }),
  start_at_login: setting({
    schema: v.boolean(),
    initial: false,
    group: 'program',
    title: 'Start at login',
    about: 'Phones reach this computer as soon as you have logged in.',
  }),
  notifications: setting({
    schema: v.boolean(),
    initial: true,
    group: 'program',
    title: 'Say at the desk when something waits',
    about: 'A notification of the system, when the agent asks for something and no phone has answered yet.',
  }),
  updates: setting({
    schema: v.boolean(),
    initial: true,
    group: 'program',
    title: 'Keep Outpost up to date',
    about:
      'New versions are fetched by themselves, and put in place when you restart or quit Outpost, never while a turn runs.',
  }),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof SETTINGS;
export const SETTING_KEYS = Object.keys(SETTINGS) as SettingKey[];
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

export type Settings = { [K in SettingKey]: v.InferOutput<(typeof SETTINGS)[K]['schema']> };

/** All of them, as they are in force. */
export const SettingsSchema = v.object(
  Object.fromEntries(SETTING_KEYS.map((key) => [key, SETTINGS[key].schema])) as {
    [K in SettingKey]: (typeof SETTINGS)[K]['schema'];
  },
);

export const INITIAL_SETTINGS = Object.fromEntries(
  SETTING_KEYS.map((key) => [key, SETTINGS[key].initial]),
) as unknown as Settings;

/** What it does, and when: the sentences for the owner. */
export function aboutOf(key: SettingKey): string {
  const { about, atNextStart } = SETTINGS[key] as Setting;
  return atNextStart ? `${about} A change is obeyed at the next start.` : about;
}

/** The values of a setting that has only a few, with their words; undefined: it is none of those. */
export const choicesOf = (key: SettingKey): Readonly<Record<string, string>> | undefined =>
  (SETTINGS[key] as Setting).choices;

/** @returns the value as it is kept, or in words what it has to be. */
export function parseSetting<K extends SettingKey>(
  key: K,
  value: unknown,
): { ok: true; value: Settings[K] } | { ok: false; expected: string } {
  const parsed = v.safeParse(SETTINGS[key].schema, value);
  if (parsed.success) return { ok: true, value: parsed.output as Settings[K] };
  return { ok: false, expected: expectedOf(key) };
}

/** What a setting may be, in words: `true or false`, `connected, working or always`. */
export function expectedOf(key: SettingKey): string {
  const { choices, initial } = SETTINGS[key] as Setting;
  if (choices !== undefined)
    // Not by Intl, whose rules of a language take longer to load than all else of a first start's settings.
    return Object.keys(choices)
      .join(', ')
      .replace(/, (?=[^,]*$)/, ' or ');
  if (typeof initial === 'boolean') return 'true or false';
  if (typeof initial === 'number') return 'a whole number from 0 to 3650';
  if (key === 'relays') return 'a list of at most 4 addresses such as "wss://relay.example"';
  return key === 'client_origin'
    ? 'an address such as "https://app.example", or nothing'
    : 'a text of at most 64 characters';
}
