/**
 * Weighs a call of a tool. A tool is the program of somebody else, outside of every sandbox: what it says of itself never
 * makes it less than a program that nobody knows, and may make it more. Pure.
 */
import type { Ask } from '../../../protocol/session/card.ts';
import { controlsComputer } from '../approvals/desk-only.ts';
import { weighCommand } from './command.ts';
import { holdsCredential } from './credentials.ts';
import type { Findings } from './findings.ts';
import { deceives, hides } from './look-alikes.ts';
import { partsOf } from './names.ts';
import { addNetwork } from './network.ts';
import { absolute, kindOf } from './paths.ts';
import { isSecretVariable } from './secret-names.ts';
import type { Place } from './verdict.ts';

export type ToolAsk = Extract<Ask, { kind: 'tool' }>;

/** Values of its arguments that are looked at, which is also as deep as they may lie in each other. */
const MOST_VALUES = 300;

const SHARES = new Set([
  ...['deploy', 'release', 'publish', 'promote', 'rollback', 'push', 'merge', 'tag', 'destroy', 'rotate'],
  ...['delete', 'remove', 'drop', 'purge', 'truncate', 'send', 'email', 'reply', 'post', 'tweet', 'invite'],
  ...['share', 'grant', 'revoke', 'transfer', 'pay', 'charge', 'refund', 'buy', 'order', 'checkout', 'prod'],
  ...['production', 'upload', 'approve', 'close', 'submit', 'impersonate', 'sudo'],
]);
/** Names of arguments that hold what a shell runs. */
const SHELL = /^(command|cmd|script|shell|bash|commandline|command_line)$/i;
const SQL = /^(sql|query|statement|statements)$/i;
const LOSES_DATA = /\b(drop|truncate|grant|revoke|alter\s+user)\b|\bdelete\b(?![\s\S]*\bwhere\b)/i;
const URL_TEXT = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+/i;
const PATH = /^(?:~|\.{0,2})\/|^[A-Za-z]:[\\/]|^\.[\w.-]+$|^[\w.@-]+(?:\/[\w.@-]+)*$/;

export function addTool(ask: ToolAsk, place: Place, findings: Findings): void {
  if (ask.server === '') return addOwnTool(ask, place, findings);
  const { server, tool, hints } = ask;
  const name = `${shown(tool)} of ${shown(server)}`;
  findings.program(name);
  findings.hidden();
  if (controlsComputer(ask)) findings.found('expand', 'It controls the browser or the computer itself.');
  if (deceives(server) || deceives(tool))
    findings.found('commit', `The name of the tool can be taken for another one: ${name}.`);
  if (hints.destructive === true) findings.found('commit', `${name} says that it can destroy something.`);
  if (hints.openWorld === true && hints.readOnly === false)
    findings.found('commit', `${name} says that it changes something elsewhere.`);
  const word = partsOf(tool).find((part) => SHARES.has(part));
  if (word !== undefined) findings.found('commit', `By its name, ${name} reaches others: ${word}.`);
  findings.found(
    'expand',
    hints.readOnly === true
      ? `${name} says that it only reads; nobody has checked that.`
      : `Outpost does not know what ${name} does.`,
  );
  addArguments(ask.arguments, place, findings);
}

/** The agent's own, which is no program: what it is given is all that it can reach. */
function addOwnTool({ tool, arguments: given }: ToolAsk, place: Place, findings: Findings): void {
  findings.program(shown(tool));
  if (tool === 'view_image') findings.found('continue', 'The agent looks at an image.');
  else {
    findings.hidden();
    findings.found('expand', `Outpost does not know what the agent’s own tool ${shown(tool)} does.`);
  }
  addArguments(given, place, findings);
}

function addArguments(text: string, place: Place, findings: Findings): void {
  let left = MOST_VALUES;
  const look = (value: unknown, name: string): void => {
    left -= 1;
    if (left < 0) return;
    if (typeof value === 'string') addText(value, name, place, findings);
    else if (Array.isArray(value)) for (const each of value) look(each, name);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) look(each, key);
  };
  try {
    look(JSON.parse(text), '');
  } catch {
    return findings.found('commit', 'What it is given cannot be read.');
  }
  if (left < 0) {
    findings.deskOnly();
    findings.found('commit', 'It is given too much to look at each part.');
  }
}

function addText(text: string, name: string, place: Place, findings: Findings): void {
  if (text === '') return;
  if (holdsCredential(text) || (isSecretVariable(name) && text.length > 7)) {
    findings.secret(name === '' ? 'an argument' : name);
    findings.found('commit', 'It is given a key or a password.');
  }
  if (hides(text)) findings.found('commit', 'It is given text with characters that do not show.');
  if (SHELL.test(name)) findings.include(weighCommand(text, place).verdict);
  if (SQL.test(name) && LOSES_DATA.test(text)) findings.found('commit', 'It is given SQL that loses data.');
  if (URL_TEXT.test(text)) {
    const [protocol = '', rest = ''] = text.split('://', 2);
    addNetwork({ host: rest.split(/[/?#]/, 1)[0]!.replace(/^.*@/, ''), protocol }, findings);
  } else if (text.length <= 4096 && /[./~]/.test(text) && PATH.test(text)) addPath(text, place, findings);
}

/** A word that may be a path: what it touches is not known, so only secrets and what lies outside are told. */
function addPath(text: string, place: Place, findings: Findings): void {
  if (place.platform !== 'posix') return;
  const path = text.startsWith('~/') ? `${place.home}${text.slice(1)}` : text;
  const kind = kindOf(absolute(path, place.cwd === '' ? '/' : place.cwd)!, place);
  if (kind.secret) {
    findings.secret(text);
    findings.found('commit', `It is given a secret: ${shown(text)}.`);
  } else if (kind.zone === 'home' || (kind.zone === 'system' && text.startsWith('/')))
    findings.found('commit', `It is given a path of the system or of your settings: ${shown(text)}.`);
}

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
