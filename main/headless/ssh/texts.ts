/** SSH hosts in lines. Pure. */
import type { EnvironmentFinding, EnvironmentView, SshHostView } from '../../contract/environments.ts';
import { printable } from '../printable.ts';

const STATE_WORDS = {
  off: 'off',
  connecting: 'connecting',
  asking: 'asks',
  up: 'up',
  retrying: 'retrying',
  attention: 'look',
} as const satisfies Record<EnvironmentView['state'], string>;

const COLUMN = 24;

/** An environment in lines: how it stands, what that means, what to do. */
export function environmentLines(environments: readonly EnvironmentView[]): string[] {
  const indented = (text: string) => `${' '.repeat(COLUMN + 1)}${printable(text)}`;
  return environments.flatMap(({ name, state, detail, latencyMs, agentVersion, missing, question }) => {
    const facts = [
      ...(agentVersion === null ? [] : [`Codex ${agentVersion}`]),
      ...(latencyMs === null ? [] : [`${Math.round(latencyMs)} ms there and back`]),
    ];
    return [
      `${printable(name).padEnd(COLUMN)} ${STATE_WORDS[state]}${facts.length === 0 ? '' : printable(`, ${facts.join(', ')}`)}`,
      indented(detail),
      ...(missing === null
        ? []
        : [indented(`→ ${missing.about}${missing.command === null ? '' : ` There: ${missing.command}`}`)]),
      ...(question === null ? [] : [indented(`→ Answer it: outpost ssh connect ${name}`)]),
    ];
  });
}

/** A host in a line: its name, where it is, how it stands or why it cannot be connected. */
export function hostLines(hosts: readonly SshHostView[], environments: readonly EnvironmentView[]): string[] {
  return hosts.map(({ alias, environment, about, unusable, hidden }) => {
    const state = environments.find(({ id }) => id === environment)?.state ?? 'off';
    const facts = [
      ...(about === '' ? [] : [about]),
      ...(unusable === null ? [] : [unusable]),
      ...(hidden ? ['hidden'] : []),
    ];
    const name = printable(alias).padEnd(COLUMN);
    return `${name} ${STATE_WORDS[state].padEnd(11)}${printable(facts.join(' · '))}`.trimEnd();
  });
}

const MARKS = { good: '✓', attention: '!', bad: '✗' } as const satisfies Record<
  EnvironmentFinding['state'],
  string
>;

export const findingLines = (findings: readonly EnvironmentFinding[]): string[] =>
  findings.flatMap(({ title, state, detail, command }) => [
    printable(`${MARKS[state]} ${title.padEnd(16)}${detail}`),
    ...(command === null ? [] : [printable(`  → There: ${command}`)]),
  ]);
