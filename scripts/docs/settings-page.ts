/** docs/settings.md as text. */
import {
  aboutOf,
  choicesOf,
  expectedOf,
  INITIAL_SETTINGS,
  SETTING_GROUPS,
  SETTING_KEYS,
  SETTINGS,
  type SettingGroup,
  type SettingKey,
} from '../../main/contract/settings.ts';

const HEAD = `# Settings

<!-- Written by \`npm run docs\` from main/contract/settings.ts. Change it there. -->

They are kept in \`settings.toml\`, in the folder that \`outpost status --json\` names as \`host.folder\`. Change them in the
control panel under *Settings*, with \`outpost settings\`, or in the file:

\`\`\`sh
outpost settings                            # all of them, and what differs from the beginning
outpost settings get keep_awake_while
outpost settings set keep_awake_while working
outpost settings set relays wss://relay.example wss://other.example
outpost settings unset keep_awake_while     # back to its initial value
\`\`\`

The commands ask the host that runs, and work on the file where none does. A file with a mistake is never written: what held
before holds, and Outpost says which line it is.

\`mobile_keep_awake\`, \`computer_use_mobile\` and \`remote_connections\` have the names that Codex has for them. At the very first
start they are read from \`[features]\` of Codex's \`config.toml\`; Outpost never writes there.
`;

export function settingsPage(): string {
  const groups = (Object.entries(SETTING_GROUPS) as [SettingGroup, string][]).map(([group, title]) =>
    [`## ${title}`, ...SETTING_KEYS.filter((key) => SETTINGS[key].group === group).map(entry)].join('\n\n'),
  );
  return `${[HEAD.trimEnd(), ...groups].join('\n\n')}\n`;
}

function entry(key: SettingKey): string {
  const choices = choicesOf(key);
  return [
    `### \`${key}\``,
    `**${SETTINGS[key].title}.** ${aboutOf(key)}`,
    ...(choices === undefined ? [] : [choiceList(choices)]),
    `It is ${expectedOf(key)}; at first \`${JSON.stringify(INITIAL_SETTINGS[key])}\`.`,
  ].join('\n\n');
}

const choiceList = (choices: Readonly<Record<string, string>>): string =>
  Object.entries(choices)
    .map(([value, word]) => `- \`${value}\`: ${word}`)
    .join('\n');
