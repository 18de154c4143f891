/** A card in lines of text: everything that a person has to see before a yes, nothing shortened, nothing hidden. Pure. */
import type { Card } from '../../protocol/session/card.ts';
import {
  askTitle,
  NOT_GATED,
  NOT_GATED_MEANS,
  permissionsOf,
  placeOf,
  sessionMeans,
  yesMeans,
} from '../../ui/approval-words.ts';
import {
  askedWords,
  checkWords,
  expiryWords,
  NOT_STATED,
  SOURCE_TITLE,
  soFarWords,
  TIER_TITLE,
  touchedBy,
} from '../../ui/card-words.ts';
import { revealed } from './printable.ts';

type Ask = Card['ask'];
type Permissions = NonNullable<ReturnType<typeof permissionsOf>>;

/** @param now in milliseconds since 1970, for what is said relative to it */
export function cardLines(card: Card, now: number): string[] {
  const { ask } = card;
  const permissions = permissionsOf(ask);
  const { title, text } = yesMeans(card);
  const weight = `${TIER_TITLE[card.tier]}: ${card.reasons.map((reason) => revealed(reason.text)).join(' ')}`;
  return [
    askTitle(ask),
    '',
    ...askLines(ask),
    ...(permissions === null ? [] : ['', ...permissionLines(permissions)]),
    '',
    `${title}. ${text}`,
    ...(card.meaning === 'answer' ? [] : [weight.trimEnd()]),
    ...(card.scopes.includes('session') ? [`With --session: ${sessionMeans(ask)}.`] : []),
    ...agentLines(card),
    '',
    SOURCE_TITLE.host,
    ...touchLines(card),
    fact('where', placeOf(card)),
    ...('cwd' in ask && ask.cwd !== undefined ? [fact('', ask.cwd)] : []),
    ...threadLines(card, now),
    fact('thread', card.threadTitle || 'Untitled'),
    ...(card.gated === false ? [fact('', `${NOT_GATED}: ${NOT_GATED_MEANS}`)] : []),
    ...(card.meaning === 'answer' ? [] : [fact('asked', askedWords(card))]),
    ...(card.expiresAt === null ? [] : [fact('open', expiryWords(card.expiresAt, now))]),
  ];
}

const agentLines = ({ meaning, reason, next, subAgent, subAgentName }: Card): string[] =>
  meaning === 'answer'
    ? []
    : [
        '',
        SOURCE_TITLE.agent,
        fact('why now', reason ?? NOT_STATED),
        fact('next', next ?? NOT_STATED),
        ...(subAgent === undefined ? [] : [fact('agent', subAgentName || subAgent)]),
      ];

function touchLines({ meaning, touches }: Card): string[] {
  if (meaning === 'answer') return [];
  if (touches === null) return [fact('touches', NOT_STATED)];
  return touchedBy(touches).map(({ name, names, words }) =>
    fact(name.toLowerCase(), words ?? names.join(', ')),
  );
}

function threadLines({ meaning, soFar, checks }: Card, now: number): string[] {
  if (meaning === 'answer') return [];
  return [
    fact('changed', soFarWords(soFar)),
    ...(checks === null
      ? [fact('checks', NOT_STATED)]
      : checks.length === 0
        ? [fact('checks', 'none run')]
        : checks.map((check, index) =>
            fact(index === 0 ? 'checks' : '', `${check.command} — ${checkWords(check, now)}`),
          )),
  ];
}

const fact = (name: string, value: string): string => `${name.padEnd(9)}${revealed(value)}`;

/** Text of several lines, set off, so that none of it passes for a line of ours. */
const block = (text: string): string[] => text.split('\n').map((line) => `  │ ${revealed(line)}`);

function askLines(ask: Ask): string[] {
  switch (ask.kind) {
    case 'command':
      return ask.network === null
        ? block(ask.command)
        : [
            fact('host', ask.network.host),
            fact('protocol', ask.network.protocol),
            ...(ask.command === '' ? ['Which command wants it was not stated.'] : block(ask.command)),
          ];
    case 'change':
      return ask.changes.flatMap(({ path, kind, movedTo, diff }) => [
        `${KIND[kind]} ${revealed(path)}${movedTo === null ? '' : ` → ${revealed(movedTo)}`}`,
        ...block(diff.replace(/\n$/, '')),
      ]);
    case 'question':
      return ask.questions.flatMap(({ header, text, options }) => [
        ...(header === '' ? [] : [revealed(header)]),
        ...block(text),
        ...options.map(({ label, description }, index) => optionLine(index, label, description)),
      ]);
    case 'permissions':
      return [];
    case 'stdin':
      return [
        ...block(ask.text),
        'into the command',
        ...(ask.command === null ? ['  not stated'] : block(ask.command)),
      ];
    case 'tool':
      return [
        fact('tool', ask.tool),
        fact('server', ask.server === '' ? 'none; the agent’s own tool' : ask.server),
        fact('said to', ask.description ?? 'not stated'),
        fact('hints', hintWords(ask.hints)),
        'with these arguments',
        ...block(ask.arguments),
      ];
    case 'form':
      return [
        ...block(ask.message),
        fact('server', ask.server),
        ...ask.fields.flatMap(({ label, description, required, options }) => [
          `${revealed(label)} (${required ? 'needed' : 'can be left out'})`,
          ...(description === '' ? [] : block(description)),
          ...options.map((option, index) => optionLine(index, option.label, '')),
        ]),
      ];
    case 'link':
      return [...block(ask.message), fact('server', ask.server), ...block(ask.url)];
  }
}

const KIND = { add: 'New', delete: 'Deleted', update: 'Changed' } as const;

const optionLine = (index: number, label: string, description: string): string =>
  `  ${index + 1}  ${revealed(label)}${description === '' ? '' : ` — ${revealed(description)}`}`;

const HINTS = {
  readOnly: ['only reads', 'changes things'],
  destructive: ['may destroy', 'destroys nothing'],
  idempotent: ['the same when repeated', 'not the same when repeated'],
  openWorld: ['reaches the outside', 'stays inside'],
} as const;

/** What a tool says of itself; nobody has checked it. */
function hintWords(hints: Extract<Ask, { kind: 'tool' }>['hints']): string {
  const said = (Object.keys(HINTS) as (keyof typeof HINTS)[]).flatMap((hint) =>
    hints[hint] === null ? [] : [HINTS[hint][hints[hint] ? 0 : 1]],
  );
  return said.length === 0 ? 'not stated' : `says of itself: ${said.join(', ')}`;
}

const ACCESS = { read: 'Read', write: 'Read and write', deny: 'No longer reach' } as const;
const PLACE = {
  path: '',
  pattern: 'whatever matches',
  disk: 'the whole disk',
  system: 'what programs of the system need',
  project: 'the project',
  temporary: 'the folder for temporary files',
} as const;

const permissionLines = ({ network, places }: Permissions): string[] => [
  ...(network ? ['- Reach the network, every place in it'] : []),
  ...places.map(({ access, form, path }) =>
    `- ${[ACCESS[access], PLACE[form], revealed(path)].filter(Boolean).join(' ')}`.trimEnd(),
  ),
];
