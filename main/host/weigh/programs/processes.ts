/** Processes of this computer: which of them are ended. */
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, is } from '../shell/argument.ts';
import { each } from './verbs.ts';

const ENDS = 'It ends a program that it did not start.';
const ENDS_ALL = 'It ends every program of this account.';
/** What nobody may end from afar: without it nobody would be asked, or could come in. */
const PROTECTED = ['outpost', 'codex', 'sshd', 'launchd', 'systemd', 'init'];
const UNKNOWN_ENDS = 'Which programs it ends is only decided while it runs.';
const ENDS_GATE = 'It ends Outpost, Codex, or the way into this computer.';

const kill: Program = ({ args, bulk }, on) => {
  const [first, ...others] = args;
  if (first === undefined || is(first, '-l') || is(first, '-L')) return;
  const signalled = first.start.startsWith('-') && first.text !== '--';
  const spelled = is(first, '-s') || is(first, '-n');
  const targets = (signalled ? others.slice(spelled ? 1 : 0) : args).filter((each) => !is(each, '--'));
  if (bulk) on.found('expand', ENDS);
  // `kill -1` alone is what a person writes who means all of them.
  if (targets.some((each) => is(each, '-1')) || (is(first, '-1') && targets.length === 0))
    return on.found('commit', ENDS_ALL);
  if (is(first, '-0') || (spelled && is(others[0], '0'))) return;
  for (const target of targets) {
    for (const words of target.printers?.() ?? []) looked(words, on);
    if (is(target, '1')) on.found('commit', ENDS_GATE);
    else if (target.text === null ? target.origin !== 'process' : !/^%/.test(target.text))
      on.found('expand', ENDS);
  }
};

/** Where the numbers of processes come from: `pgrep codex`, `ps ax | grep [c]odex | awk '{print $1}'`, `cat sshd.pid`. */
function looked([program, ...words]: readonly Argument[], on: Weighing): void {
  const byName = is(program, 'pgrep') || is(program, 'pidof');
  for (const { text } of words) {
    if (text === null && byName) on.found('commit', UNKNOWN_ENDS);
    // A pattern of awk or sed stands between two slashes.
    const patterns = text === null ? [] : [text, ...(text.match(/(?<=\/)[^/]{3,}(?=\/)/g) ?? [])];
    // Behind a list of processes, a pattern that fits no text at all takes numbers out of lines.
    const searches = (pattern: string): boolean => byName || matches(pattern, '') === false;
    const ends = (pattern: string): boolean =>
      PROTECTED.some((name) => pattern.includes(name) || (searches(pattern) && fits(pattern, name, false)));
    if (patterns.some(ends)) on.found('commit', ENDS_GATE);
  }
}

/** By name or by pattern: what else the pattern fits is ended too. */
const killByName: Program = ({ name, args }, on) => {
  const options = optionsOf(args, {
    values: '-u -U -P -g -G -t -s --signal --parent --user --euid --uid --group -F'.split(' '),
  });
  if (options.has('-0', '-l', '-L')) return;
  on.found('expand', ENDS);
  const patterns = options.operands;
  if (patterns.length === 0 && !options.has('-P', '--parent', '-g', '-F'))
    return on.found('commit', ENDS_ALL);
  const whole = name === 'killall' && !options.has('-r', '--regexp', '-m');
  for (const { text } of patterns) {
    if (text === null) on.found('commit', UNKNOWN_ENDS);
    else if (PROTECTED.some((program) => fits(text, program, whole))) on.found('commit', ENDS_GATE);
  }
};

function fits(pattern: string, program: string, whole: boolean): boolean {
  if (whole) return pattern === program;
  if (pattern.includes(program)) return true;
  // Repetitions of repetitions take forever to try; nobody needs them to name a program.
  if (pattern.length > 60 || /\)[*+{?]/.test(pattern)) return true;
  return matches(pattern, program) ?? true;
}

/** Null: it is no pattern. */
function matches(pattern: string, text: string): boolean | null {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return null;
  }
}

const fuser: Program = ({ args }, on) => {
  const options = optionsOf(args);
  on.found('expand', options.has('-k', '--kill') ? ENDS : 'It looks at programs that run.');
};

const types: Program = (_call, on) => {
  on.hidden();
  on.found('commit', 'It moves the pointer or types into other programs.');
};

export const PROCESSES: readonly [string, Program][] = [
  ['kill', kill],
  ...each('pkill killall skill killall5 xkill', killByName),
  ['fuser', fuser],
  ...each('xdotool ydotool cliclick wtype xte dotool', types),
];
