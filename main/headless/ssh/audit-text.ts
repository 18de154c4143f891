/** What an audit found, in lines: a table of all hosts, or one host whole, and what is worth a look. Pure. */

import type { Audit } from '../../host/ssh/audit/audit.ts';
import type { HostAudit, OfferedKey, Warning, WarningLevel } from '../../host/ssh/audit/host-audit.ts';
import { faultLine } from '../../host/ssh/config/faults.ts';
import { printable } from '../printable.ts';

const MARKS = { high: '!!', medium: '! ', low: '· ' } as const satisfies Record<WarningLevel, string>;
const LEVELS: readonly WarningLevel[] = ['high', 'medium', 'low'];
/** Hosts that share a warning and are named with it. */
const MOST_NAMED = 6;
const GAP = 2;

/** @param columns of the terminal; undefined: as wide as it needs. */
export function auditLines(audit: Audit, columns: number | undefined): string[] {
  return [
    ...tableLines(audit.hosts, columns),
    ...(audit.more === 0 ? [] : [`and ${audit.more} more, which are left out: name those that you want.`]),
    ...section('Worth a look', warningLines(audit.hosts)),
    ...section(
      'Wrong in the configuration',
      audit.faults.map((fault) => printable(faultLine(fault))),
    ),
    '',
    printable(summary(audit)),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

function summary({ from, hosts, files, matchExec }: Audit): string {
  const read = `${count(hosts.length, 'host')}, ${count(files.length, 'file')} read.`;
  if (from === 'ssh')
    return `${read} ssh was asked, and ran every Match exec on its way. Nothing was connected.`;
  const commands =
    matchExec.length === 0
      ? ''
      : ` ${count(matchExec.length, 'Match exec')} not run, so what depends on it is not in here: --resolve runs it.`;
  return `${read} Nothing was run and nothing connected.${commands}`;
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

function tableLines(hosts: readonly HostAudit[], columns: number | undefined): string[] {
  if (hosts.length === 0) return ['The SSH configuration names no host.'];
  const rows = [
    ['HOST', 'LEADS TO', 'KEYS', 'OPENED'],
    ...hosts.map((host) =>
      [host.alias, leadsTo(host), shortKeys(host), opened(host).join(', ')].map(printable),
    ),
  ];
  const widths = fitted(
    rows[0]!.map((_, at) => Math.max(...rows.map((row) => [...(row[at] as string)].length))),
    columns,
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cut(cell, widths[at] as number))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

/** The widest gives way first, until all fit; none below what can be read. */
function fitted(widths: number[], columns: number | undefined): number[] {
  const fit = [...widths];
  const needed = () => fit.reduce((sum, width) => sum + width, 0) + GAP * (fit.length - 1);
  while (columns !== undefined && needed() > columns && Math.max(...fit) > 10)
    fit[fit.indexOf(Math.max(...fit))]! -= 1;
  return fit;
}

function cut(cell: string, width: number): string {
  const letters = [...cell];
  return letters.length > width
    ? `${letters.slice(0, width - 1).join('')}…`
    : cell + ' '.repeat(width - letters.length);
}

function leadsTo({ unusable, user, hostName, port, jumps, proxyCommand }: HostAudit): string {
  if (unusable !== null) return 'cannot be used';
  const host = hostName.includes(':') ? `[${hostName}]` : hostName;
  const way = jumps.length > 0 ? ` by ${jumps.join(', ')}` : proxyCommand !== null ? ' by a command' : '';
  return `${user}@${host}${port === 22 ? '' : `:${port}`}${way}`;
}

function shortKeys({ keys, agent }: HostAudit): string {
  const files = keys
    .filter(({ state }) => state === 'usable' || state === 'public')
    .map(({ path, passphrase, hardware }) => {
      const name = path.split(/[\\/]/).at(-1) as string;
      return passphrase === false && !hardware ? `${name} (open)` : name;
    });
  return [...files, ...(agent.offered === 'all' ? [`agent (${agent.keys.length})`] : [])].join(', ');
}

function opened(host: HostAudit): string[] {
  if (host.unusable !== null) return [];
  return [
    ...(host.forwardAgent === false ? [] : ['agent']),
    ...(host.forwardX11 === 'no' ? [] : ['X11']),
    ...(host.forwards.length === 0 ? [] : [count(host.forwards.length, 'port')]),
    ...(host.delegatesCredentials ? ['Kerberos'] : []),
    ...(host.hostKeys === 'no' || !host.remembersHostKeys ? ['host key unchecked'] : []),
    ...(host.hostKeys === 'accept-new' ? ['accept-new'] : []),
  ];
}

/** Each once with its hosts, the worst first. */
function warningLines(hosts: readonly HostAudit[]): string[] {
  const shared = new Map<string, { warning: Warning; names: string[] }>();
  for (const { alias, warnings } of hosts)
    for (const warning of warnings) {
      const known = shared.get(warning.text);
      if (known === undefined) shared.set(warning.text, { warning, names: [alias] });
      else known.names.push(alias);
    }
  return LEVELS.flatMap((level) =>
    [...shared.values()]
      .filter(({ warning }) => warning.level === level)
      .toSorted((a, b) => b.names.length - a.names.length)
      .flatMap(({ warning, names }) => [`${MARKS[level]} ${named(names)}`, ...saidLines(warning)]),
  );
}

function named(names: readonly string[]): string {
  const first = names.slice(0, MOST_NAMED).map(printable).join(', ');
  return names.length > MOST_NAMED ? `${first} and ${names.length - MOST_NAMED} more` : first;
}

const saidLines = ({ text, remedy }: Warning): string[] => [
  `   ${printable(text)}`,
  ...(remedy === null ? [] : [`   → ${printable(remedy)}`]),
];

const COLUMN = 14;

/** One host whole. */
export function hostAuditLines(host: HostAudit): string[] {
  const line = (title: string, text: string) => printable(`  ${title.padEnd(COLUMN)}${text}`);
  const list = (title: string, texts: readonly string[]) =>
    texts.map((text, at) => line(at === 0 ? title : '', text));
  const place = host.file === null ? 'Named nowhere; patterns may mean it.' : `${host.file}:${host.line}`;
  const head = [printable(host.alias), line('stands in', place)];
  if (host.unusable !== null) return [...head, line('', host.unusable)];
  return [
    ...head,
    line('leads to', leadsTo(host)),
    ...(host.proxyCommand === null ? [] : [line('by running', host.proxyCommand)]),
    ...list('keys', host.keys.length === 0 ? ['no key file'] : host.keys.map(keyText)),
    ...list('certificates', host.certificates.map(certificateText)),
    line('agent', agentText(host)),
    ...list('opened', openedWhole(host)),
    line('host key', hostKeyText(host)),
    ...(host.remoteCommand === null
      ? []
      : [line('runs there', `${host.remoteCommand} (Outpost leaves it out)`)]),
    ...(host.problem === null ? [] : [line('ssh', `${host.problem} What stands here is from the files.`)]),
    ...LEVELS.flatMap((level) =>
      host.warnings
        .filter((warning) => warning.level === level)
        .flatMap((warning) => {
          const [first = '', ...rest] = saidLines(warning);
          return [`${MARKS[level]}${first.slice(2)}`, ...rest];
        }),
    ),
  ];
}

const STATES = {
  usable: '',
  public: 'only its public part is here',
  missing: 'does not exist',
  exposed: 'others can read it, so ssh does not use it',
  unreadable: 'cannot be read',
  foreign: 'a key of PuTTY, which ssh cannot read',
  unknown: 'no key',
} as const satisfies Record<OfferedKey['state'], string>;

function keyText(key: OfferedKey): string {
  const { path, file, state, type, bits, hardware, passphrase, mode, inAgent, certificate } = key;
  const facts = [
    file === null ? 'where that is, only ssh knows' : STATES[state],
    type === null ? '' : bits === null ? type : `${type} ${bits}`,
    hardware ? 'on a security key' : '',
    passphrase === null ? '' : passphrase ? 'with a passphrase' : hardware ? '' : 'without a passphrase',
    inAgent === true ? 'also in the agent' : '',
    certificate === null
      ? ''
      : `certified for ${certificate.principals.join(', ') || 'anybody'}${untilText(certificate.validUntil)}`,
    mode === null ? '' : `mode ${mode}`,
  ];
  return `${path}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

const certificateText = ({ path, certificate }: HostAudit['certificates'][number]): string =>
  certificate === null
    ? `${path}: cannot be read`
    : `${path}: “${certificate.keyId}”, for ${certificate.principals.join(', ') || 'anybody'}${untilText(certificate.validUntil)}`;

const untilText = (until: number | null): string =>
  until === null ? '' : ` until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function agentText({ agent }: HostAudit): string {
  if (agent.state === 'none') return 'none is used';
  if (agent.state === 'silent') return `${agent.socket ?? 'the system’s'} does not answer`;
  const keys = agent.keys
    .map(({ type, comment }) => (comment === '' ? type : `${type} ${comment}`))
    .join('; ');
  if (agent.keys.length === 0) return 'holds no key';
  return agent.offered === 'all'
    ? `all that it holds is offered: ${keys}`
    : `only those that the key files name are offered of: ${keys}`;
}

const openedWhole = (host: HostAudit): string[] => [
  ...(host.forwardAgent === false
    ? []
    : [
        host.forwardAgent === true
          ? 'the agent, over there'
          : `the agent at ${host.forwardAgent}, over there`,
      ]),
  ...(host.forwardX11 === 'no' ? [] : [`X11, over there, ${host.forwardX11}`]),
  ...(host.delegatesCredentials ? ['Kerberos credentials, over there'] : []),
  ...host.forwards.map(
    ({ kind, listen, target }) =>
      `${listen} ${kind === 'remote' ? 'there' : 'here'} → ${target ?? 'anywhere'}`,
  ),
];

function hostKeyText({ hostKeys, remembersHostKeys }: HostAudit): string {
  if (!remembersHostKeys) return 'not remembered';
  return {
    yes: 'has to be known already',
    ask: 'asked about once, then has to be the same',
    'accept-new': 'accepted unseen once, then has to be the same',
    no: 'not checked',
  }[hostKeys];
}
