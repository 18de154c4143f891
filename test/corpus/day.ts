/**
 * A day of agent work: every action of the corpus that was recorded, each once. Answered under each preset, it says how often a
 * person is asked. `node --import tsx test/corpus/day.ts` prints the table of docs/approvals.md.
 */
import { fileURLToPath } from 'node:url';
import { PRESETS, type Preset } from '../../main/contract/policy.ts';
import { answerOf } from '../../main/host/policy/answer.ts';
import { presetPolicy } from '../../main/host/policy/policy.ts';
import { weighChanges } from '../../main/host/weigh/changes.ts';
import { weighCommand } from '../../main/host/weigh/command.ts';
import type { SimpleCommand } from '../../main/host/weigh/simple-command.ts';
import type { Place, Verdict } from '../../main/host/weigh/verdict.ts';
import type { Ask } from '../../protocol/session/card.ts';
import { type Handling, TIERS, type Tier } from '../../protocol/session/tiers.ts';
import { changesOf, commandEntries, patchEntries } from './entries.ts';

interface Action {
  readonly ask: Ask;
  readonly verdict: Verdict;
  readonly commands: readonly SimpleCommand[] | null;
  readonly project: string;
}

const HOME = '/home/dev';
const NOON = new Date('2026-11-20T12:00:00Z');

function actions(): Action[] {
  const place = (cwd: string, project: string): Place => ({
    cwd,
    project,
    home: HOME,
    platform: 'posix',
    real: (path) => path,
  });
  const ofDay = ({ origin }: { origin: string }): boolean => origin === 'recorded';
  const commands = commandEntries()
    .filter(ofDay)
    .map(({ command, cwd, project }): Action => {
      const ask: Ask = { kind: 'command', command, cwd, network: null };
      return { ask, project, ...weighCommand(command, place(cwd, project)) };
    });
  const changes = patchEntries()
    .filter(ofDay)
    .map((entry): Action => {
      const { cwd, project, checksFail = false } = entry;
      const verdict = weighChanges(changesOf(entry), place(cwd, project), { checksFail });
      return { ask: { kind: 'change', changes: changesOf(entry) }, project, verdict, commands: null };
    });
  return [...commands, ...changes];
}

export interface Asked {
  readonly tier: Tier;
  readonly handling: Handling;
}

/** Of each action of the day: how far it reaches, and who answers it at the gate under this preset. */
export const answered = (preset: Preset): Asked[] =>
  actions().map(({ ask, verdict, commands, project }) => {
    const { handling } = answerOf(
      presetPolicy(preset),
      {
        verdict,
        ask,
        commands,
        meaning: 'insideSandbox',
        source: 'hook',
        environment: 'local',
        project,
        home: HOME,
      },
      NOON,
    );
    return { tier: verdict.tier, handling };
  });

export const asksPerson = ({ handling }: Asked): boolean => handling !== 'rule' && handling !== 'never';

const ASKING_TIERS = TIERS.filter((tier) => tier !== 'steer');

export function table(): string {
  const all = answered('observe');
  const row = (name: string, asked: readonly Asked[]): string =>
    `| ${[name, asked.length, ...ASKING_TIERS.map((tier) => asked.filter((each) => each.tier === tier).length)].join(' | ')} |`;
  const desk = (asked: readonly Asked[]): number =>
    asked.filter(({ handling }) => handling === 'desk').length;
  return [
    `| | questions | ${ASKING_TIERS.join(' | ')} | of these at the desk only |`,
    '| --- | --- | --- | --- | --- | --- |',
    `${row('`untrusted`, without Outpost', all)} – |`,
    ...PRESETS.map((preset) => {
      const asked = answered(preset).filter(asksPerson);
      return `${row(`\`${preset}\``, asked)} ${desk(asked)} |`;
    }),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(table());
