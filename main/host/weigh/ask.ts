/** Weighs whatever an agent asks for: any kind of question becomes one verdict. Pure. */
import type { ApprovalMeaning, Ask } from '../../../protocol/session/card.ts';
import { controlsComputer } from '../approvals/desk-only.ts';
import { addressOf } from './addresses.ts';
import { addChanges, type ChangeState } from './changes.ts';
import { weighCommand } from './command.ts';
import { Findings } from './findings.ts';
import { deceives } from './look-alikes.ts';
import { addNetwork } from './network.ts';
import { addPermissions } from './permissions.ts';
import { isSecretVariable } from './secret-names.ts';
import type { SimpleCommand } from './simple-command.ts';
import { addTool } from './tools.ts';
import type { Place, Verdict } from './verdict.ts';

export interface WeighedAsk {
  readonly verdict: Verdict;
  /** Of a command that could be taken apart; null: there is none. */
  readonly commands: readonly SimpleCommand[] | null;
}

const AS_IT_IS: ChangeState = { checksFail: false };

/**
 * @param _meaning in or outside of the sandbox an action reaches as far: what it could do is weighed, not what would stop it
 * @param place where a command or a change begins; its `cwd` empty: not known
 */
export function weighAsk(
  ask: Ask,
  _meaning: ApprovalMeaning,
  place: Place,
  state: ChangeState = AS_IT_IS,
): WeighedAsk {
  const findings = new Findings();
  const commands = add(ask, place, state, findings);
  return { verdict: findings.verdict(), commands };
}

function add(
  ask: Ask,
  place: Place,
  state: ChangeState,
  findings: Findings,
): readonly SimpleCommand[] | null {
  switch (ask.kind) {
    case 'command': {
      if (ask.network !== null) addNetwork(ask.network, findings);
      if (ask.permissions !== undefined) addPermissions(ask.permissions, place, findings);
      const { verdict, commands } = weighCommand(ask.command, place);
      findings.include(verdict);
      return commands;
    }
    case 'change':
      addChanges(ask.changes, place, state, findings);
      return null;
    case 'permissions':
      addPermissions(ask.permissions, place, findings);
      findings.found('expand', 'It asks for more than the sandbox gives, for all that follows in this turn.');
      return null;
    case 'stdin':
      addTyped(ask, place, findings);
      return null;
    case 'tool':
      addTool(ask, place, findings);
      return null;
    case 'question':
      findings.found('steer', 'It asks you a question.');
      if (ask.questions.some(({ secret }) => secret))
        findings.found('expand', 'It asks you for a secret, which it then knows.');
      return null;
    case 'form':
      addForm(ask, findings);
      return null;
    case 'link':
      addLink(ask, findings);
      return null;
    default:
      return unreachable(ask);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys that do something else than to write.
const KEYS = /[\0-\x02\x05-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** Typed text runs as whatever reads it says; a shell is the one that can do most. */
function addTyped(
  { text, command }: Extract<Ask, { kind: 'stdin' }>,
  place: Place,
  findings: Findings,
): void {
  findings.hidden();
  findings.found('expand', 'It types into a command that runs.');
  if (command !== null) findings.include(weighCommand(command, place).verdict);
  // Arrows and completion bring back what was typed before.
  if (KEYS.test(text)) return findings.found('commit', 'It presses keys whose effect cannot be seen.');
  const lines = text.replaceAll('\r', '\n').replaceAll('\x03', '').replaceAll('\x04', '');
  findings.include(weighCommand(lines, place).verdict);
  if (lines.length > 1 && !lines.endsWith('\n'))
    findings.found('commit', 'It types a part of a line, and the rest is not known.');
}

/** The answer goes to somebody else's server, and what that does with it nobody sees. */
function addForm(ask: Extract<Ask, { kind: 'form' }>, findings: Findings): void {
  const { fields } = ask;
  const server = shown(ask.server);
  findings.hidden();
  if (controlsComputer(ask)) findings.found('expand', 'It controls the browser or the computer itself.');
  if (deceives(ask.server))
    findings.found('commit', `The name of the server can be taken for another one: ${server}.`);
  if (fields.some(({ id, label }) => isSecretVariable(id) || isSecretVariable(label)))
    findings.found('commit', `The MCP server ${server} asks you for a secret.`);
  findings.found(
    'expand',
    fields.length === 0
      ? `What the MCP server ${server} does with a yes is not known.`
      : `What you enter goes to the MCP server ${server}.`,
  );
}

function addLink(ask: Extract<Ask, { kind: 'link' }>, findings: Findings): void {
  const { url } = ask;
  const server = shown(ask.server);
  const { host, scheme, hasPassword, metadata } = addressOf(url);
  findings.network(host);
  findings.hidden();
  if (controlsComputer(ask)) findings.found('expand', 'It controls the browser or the computer itself.');
  findings.found('expand', `The MCP server ${server} wants you to open a page, and acts on a yes.`);
  if (host === null || hasPassword || metadata || !/^https?:$/.test(scheme))
    return findings.found('commit', 'The address of the page leads elsewhere than it looks.');
  if (deceives(url) || deceives(ask.server) || /(?:^|\.)xn--/.test(host))
    findings.found('commit', 'The address of the page can be taken for another one.');
}

const shown = (name: string): string => (name.length > 60 ? `${name.slice(0, 59)}…` : name);

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
