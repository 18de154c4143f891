/** docs/policy.md as text. */
import {
  BY_RULE_UP_TO,
  CLIENT_NAMES,
  CLIENT_WORDS,
  durationText,
  EXPIRING_TIERS,
  HANDLING_WORDS,
  KIND_WORDS,
  PRESET_TABLES,
  PRESET_WORDS,
  PRESETS,
  TIER_WORDS,
} from '../../main/contract/policy.ts';
import { ApprovalKind } from '../../protocol/session/approvals.ts';
import { HANDLINGS, TIERS } from '../../protocol/session/tiers.ts';

/** Every policy on the page is tried by its test. */
export const EXAMPLE = `# Ours, since March. Anna and Ben read it every quarter.
preset = "team"

[tiers]
expand = "desk"              # we are on call by phone, and decide at a desk

[kinds.tool]
expand = "never"             # no tool reaches out of this computer

[expires]
commit = "4h"

[quiet_hours]
from = "22:00"
to = "07:00"
days = ["sun", "mon", "tue", "wed", "thu"]
questions = "wait"           # or "desk": phones are not asked then

[clients]
plain_http = "steer"

# The first rule that matches decides.
[[rules]]
answer = "never"
about = "We push by hand"
program = "git"
arguments = ["push", "**"]

[[rules]]
answer = "hold"
program = "npm"
arguments = ["ci"]

[[rules]]
answer = "rule"
program = "git"
arguments = ["status"]
outside_sandbox = true

[[rules]]
answer = "desk"
paths = ["infra/**", "**/*.sql"]

[[projects]]
folder = "~/src/shop"
tiers.continue = "phone"

[[projects.rules]]
answer = "desk"
paths = ["src/payment/**"]

[[environments]]
name = "devbox"
tiers.expand = "never"
`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

export function policyPage(): string {
  return `# The policy: who may say yes

<!-- Written by \`npm run docs\` from main/contract/policy.ts and scripts/docs/policy-page.ts. Change it there. -->

Every question of the agent is put on a ladder by this computer, with its reasons. The policy says, for each step of it, where it
may be answered. It is kept in \`policy.toml\`, in the folder that \`outpost status --json\` names as \`host.folder\`: a file for people,
which can be kept under version control. Change it in the control panel under *Policy*, with \`outpost policy\`, or in an editor; what
the first two change is that one place, and your comments stay. It is read again as soon as it is saved.

\`\`\`sh
outpost policy                                   # what holds
outpost policy check 'npm install left-pad'      # how far it reaches, why, and who would be asked; nothing runs
outpost policy preset pilot
outpost policy set expand desk                   # where a tier is answered; --kind tool for one kind of question
outpost policy expires commit 4h
outpost policy client plain_http steer           # how far a page may say yes that somebody else serves
outpost policy quiet on 22:00 07:00
outpost policy rule add never -- git push '**'
\`\`\`

**A mistake** is named with its line and column, in the panel, on Home, by the tray and by \`outpost status\`. Until it is mended, the
built-in strict policy holds, and nothing is changed in the file. A file that is gone counts as a mistake: choose a preset, and a new
one is written.

## The ladder

${table(
  ['tier', 'in the panel', 'what is on it'],
  TIERS.map((tier) => [`\`${tier}\``, TIER_WORDS[tier].title, TIER_WORDS[tier].about]),
)}

## Where it is answered

${table(
  ['value', 'in the panel', 'what it means'],
  HANDLINGS.map((handling) => [`\`${handling}\``, HANDLING_WORDS[handling], MEANS[handling]]),
)}

A *no* may come from anywhere. What a device claims to have shown or held is not looked at: what belongs at the desk is refused by this
computer, whatever a client sends.

## Presets

${PRESETS.map((preset) => `**${PRESET_WORDS[preset].title}** (\`${preset}\`). ${PRESET_WORDS[preset].about}`).join('\n\n')}

${table(
  ['', ...PRESETS.map((preset) => `\`${preset}\``)],
  [
    ...TIERS.map((tier) => [
      `\`tiers.${tier}\``,
      ...PRESETS.map((preset) => `\`${PRESET_TABLES[preset].tiers[tier]}\``),
    ]),
    ...EXPIRING_TIERS.map((tier) => [
      `\`expires.${tier}\``,
      ...PRESETS.map((preset) => `\`${durationText(PRESET_TABLES[preset].expires[tier])}\``),
    ]),
    ...CLIENT_NAMES.map((name) => [
      `\`clients.${name}\``,
      ...PRESETS.map((preset) => `\`${PRESET_TABLES[preset].clients[name]}\``),
    ]),
    [
      'what only reads, in the sandbox',
      ...PRESETS.map((preset) => (PRESET_TABLES[preset].readsGoOn ? '`rule`' : 'as `continue`')),
    ],
  ],
)}

A new host has \`team\`. The last line holds as long as the file says nothing of \`continue\`.

## What holds under every policy

* Nothing above \`${BY_RULE_UP_TO}\` is answered without a person.
* What is answered without a person stays in the sandbox: a rule lets an action go ahead as the sandbox lets it, and never widens it. A
  request to run *outside* of it is answered by a rule only where that rule says \`outside_sandbox = true\`, and the action does nothing
  but read inside the project, with nothing of its effect hidden.
* Questions, forms and requests for more permissions are answered by people.
* What this computer cannot judge (it is too long, takes too long, or is PowerShell beyond an exact list) is answered at the desk.
* A rule answers nothing before that is in the log (*Activity*), with the rule's place. If the disk cannot take it, a person is asked.

## The file

\`\`\`toml
${EXAMPLE.trimEnd()}
\`\`\`

### \`[tiers]\` and \`[kinds.…]\`

Where each tier is answered, and where one kind of question differs from that. What is not there is as the preset has it. Kinds:
${ApprovalKind.options.map((kind) => `\`${kind}\` (${KIND_WORDS[kind].toLowerCase()})`).join(', ')}.

### \`[expires]\`

After that time a question that nobody answered counts as declined, and the agent goes on without it. From a minute to 23 hours
(\`"30m"\`, \`"8h"\`), by the clock of this computer. A clock that is set back makes it no longer; a computer that slept looks as it wakes. Plain questions
do not expire; they end with their turn.

### \`[quiet_hours]\`

By the clock and the time zone of this computer; they belong to the day on which they begin. \`questions = "desk"\`: what a phone could
answer is answered at this computer only. \`"wait"\`: phones may answer, and the time of \`[expires]\` begins when the quiet hours end.
What goes on by itself goes on.

### \`[clients]\`

A page can do whatever the phone may do, so whoever serves it is the phone ([security](security.md)). Here stands the highest tier that
each may say yes to: ${CLIENT_NAMES.map((name) => `\`${name}\`, ${CLIENT_WORDS[name]}`).join(' · ')}.

### \`[[rules]]\`

A command falls into its simple commands, as the shell would run them: those of pipelines, lists, substitutions, \`sh -c\` and \`xargs\` too; a
change falls into its files. Of each part the first rule that matches decides; what no rule matches goes by the table; the strictest
part wins. So \`npm test && git push\` is never let through by a rule about \`npm test\`.

${table(
  ['key', 'what it says'],
  [
    ['`answer`', 'Where it is answered: one of the five values above.'],
    ['`program`', 'The name of a program. `*` stands for any run of characters.'],
    [
      '`arguments`',
      'One pattern for each argument: `*` within it stands for any run of characters, `**` alone for any number of arguments. Without it: any arguments.',
    ],
    [
      '`paths`',
      'Instead of a program: patterns of files, from the project’s folder on. `*` within a name, `**` over folders. For commands it counts for what they write, and only makes them stricter.',
    ],
    ['`only`', '`"reads"`: only what reads inside the project, writes nothing and reaches no network.'],
    ['`up_to`', 'The highest tier whose answer it makes easier; `"expand"` when left out.'],
    ['`outside_sandbox`', 'It may let run outside the sandbox, too, what only reads.'],
    ['`about`', 'Why, for people. Shown with each answer.'],
  ],
)}

A rule makes an answer *easier* only where everything can be seen: the command is written out, without redirections, assignments or
substitutions, and by the program’s bare name. It makes one *stricter* also where it only may match: \`git $X\` is taken for \`git push\`, and
\`/usr/bin/git\` for \`git\`.

### \`[[projects]]\` and \`[[environments]]\`

A folder (a whole path, or \`~/…\`; folders below it count too) or an SSH host by its name (\`local\` is this computer), with \`tiers\`, \`kinds\`, \`expires\` and \`rules\` of its own. They
may only be stricter: a value that is looser than what holds without it is a mistake.
`;
}

const MEANS = {
  rule: 'Nobody is asked; it is written into *Activity*. Only `continue` can say so.',
  phone: 'A phone, or the desk.',
  hold: 'Likewise; on a phone the button is held.',
  desk: 'At the computer only, in its panel or with `outpost answer`.',
  never: 'Nobody: it is declined, and the agent is told why.',
} as const;
