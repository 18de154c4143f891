/**
 * PowerShell and `cmd`. What is on an exact list goes on as in any shell; everything else is answered at the desk, whatever
 * its tier: what these shells make of a text, nobody here follows.
 */
import { TIERS, type Tier } from '../../../../protocol/session/tiers.ts';
import { posixPlace, slashed } from '../changes/windows.ts';
import type { Findings } from '../findings.ts';
import { absolute, kindOf } from '../paths.ts';
import type { Place, Verdict } from '../verdict.ts';
import { type PlainCommand, type PlainWord, plainLine } from './windows-words.ts';

export type OtherShell = 'powershell' | 'cmd';
/** What a program does with words that no shell has to read. */
export type WeighWords = (words: readonly string[], place: Place) => { verdict: Verdict; known: boolean };

const NAMES = { powershell: 'PowerShell', cmd: 'cmd' } as const;

export function weighOtherShell(
  shell: OtherShell,
  command: string,
  where: Place,
  findings: Findings,
  weighWords: WeighWords,
): void {
  const place: Place = { ...posixPlace(where), platform: 'posix' };
  const line = plainLine(command.trim(), shell);
  if (line === null) {
    findings.deskOnly();
    findings.hidden();
    return findings.found(
      'commit',
      `It is for ${NAMES[shell]}, and holds more than words that Outpost can read.`,
    );
  }
  const [only] = line.pipes;
  if (
    line.pipes.length === 1 &&
    line.outputs.length === 0 &&
    isListed(only!, shell, place, findings, weighWords)
  )
    return;
  findings.deskOnly();
  findings.hidden();
  findings.found('expand', `It is for ${NAMES[shell]}, which is answered at the desk.`);
  for (const output of line.outputs) pathOf(output, true, place, findings);
  for (const words of line.pipes.flat()) weighRest(words, shell, place, findings, weighWords);
}

// The exact list.

const READS: Readonly<Record<OtherShell, ReadonlySet<string>>> = {
  powershell: new Set(
    'get-childitem gci dir ls get-content gc cat type get-location pwd test-path get-item select-string resolve-path measure-object get-date write-output write-host'.split(
      ' ',
    ),
  ),
  cmd: new Set('dir type cd where findstr tree ver echo'.split(' ')),
};
const SAYS = new Set(['write-output', 'write-host', 'echo']);
const SHAPES = new Set(
  'select-object select-string sort-object measure-object format-table format-list out-string'.split(' '),
);
/** Switches, and whether a word follows that is no path: `-Filter *.ts`. */
const SWITCHES: ReadonlyMap<string, 'flag' | 'word' | 'path'> = new Map([
  ...'-path -literalpath'.split(' ').map((name) => [name, 'path'] as const),
  ...'-filter -include -exclude -pattern -totalcount -tail -first -last -encoding -skip -property -expandproperty'
    .split(' ')
    .map((name) => [name, 'word'] as const),
  ...'-recurse -name -file -directory -force -raw -descending -unique -autosize -wrap -line -word -character -simplematch -casesensitive'
    .split(' ')
    .map((name) => [name, 'flag'] as const),
]);

function isListed(
  pipe: readonly PlainCommand[],
  shell: OtherShell,
  place: Place,
  findings: Findings,
  weighWords: WeighWords,
): boolean {
  const [first, ...shapes] = pipe;
  const name = first![0]!.text.toLowerCase();
  if (first![0]!.quoted || (shell === 'cmd' && shapes.length > 0)) return false;
  if (
    !shapes.every(
      (words) => !words[0]!.quoted && SHAPES.has(words[0]!.text.toLowerCase()) && readsPlainly(words, place),
    )
  )
    return false;
  if (READS[shell].has(name)) {
    if (
      !(SAYS.has(name)
        ? saysPlainly(first!, shell)
        : shell === 'cmd'
          ? looksPlainly(first!, place)
          : readsPlainly(first!, place))
    )
      return false;
    findings.program(name);
    return true;
  }
  if (!isListedProgram(first!)) return false;
  const { verdict } = weighWords(slashes(first!), place);
  if (verdict.tier !== 'continue') return false;
  for (const program of verdict.touches.programs) findings.program(program);
  return true;
}

/** Programs that are the same everywhere, with their first word. */
const PROGRAM_WORDS: ReadonlyMap<string, RegExp> = new Map([
  ['git', /^(status|diff|log|show|branch|rev-parse|ls-files)$/],
  ['npm', /^(test|run)$/],
  ['node', /^--version$/],
  ['npx', /^(tsc|vitest|eslint|prettier)$/],
  ['cargo', /^(build|test|check|clippy|fmt)$/],
  ['dotnet', /^(build|test)$/],
  ['go', /^(build|test|vet)$/],
  ['pytest', /(?:)/],
]);

function isListedProgram([program, first, second]: PlainCommand): boolean {
  const name = program!.text;
  if (name === 'python') return first?.text === '-m' && second?.text === 'pytest';
  return PROGRAM_WORDS.get(name)?.test(first?.text ?? '') ?? false;
}

/** Text for the screen: nothing in it is an option. */
const saysPlainly = ([, ...words]: PlainCommand, shell: OtherShell): boolean =>
  words.length > 0 && words.every(({ text, quoted }) => quoted || shell === 'cmd' || !text.startsWith('-'));

/** A reader of PowerShell with known switches, and paths inside. */
function readsPlainly([program, ...words]: PlainCommand, place: Place): boolean {
  const name = program!.text.toLowerCase();
  const shapes = SHAPES.has(name) && name !== 'select-string';
  let pattern = name === 'select-string' && !words.some(({ text }) => text.toLowerCase() === '-pattern');
  for (let at = 0; at < words.length; at += 1) {
    const { text, quoted } = words[at]!;
    if (!quoted && text.startsWith('-')) {
      const kind = SWITCHES.get(text.toLowerCase());
      if (kind === undefined) return false;
      if (kind === 'flag') continue;
      at += 1;
      const value = words[at];
      if (value === undefined || (!value.quoted && value.text.startsWith('-'))) return false;
      if (kind === 'path' && !isInside(value, place)) return false;
      continue;
    }
    if (pattern) pattern = false;
    else if (!shapes && !isInside(words[at]!, place)) return false;
  }
  return true;
}

/** `dir`, `type`, `findstr` …: options begin with a slash. */
function looksPlainly([program, ...words]: PlainCommand, place: Place): boolean {
  const name = program!.text.toLowerCase();
  // `findstr` takes its pattern, or the file of its patterns, from options too.
  let pattern = name === 'findstr' && !words.some(({ text }) => /^\/[cg]:/i.test(text));
  return words.every((word) => {
    if (/^\/[a-z]$/i.test(word.text) || (name === 'findstr' && /^\/c:/i.test(word.text))) return true;
    if (word.text.startsWith('/')) return false;
    if (pattern || name === 'where') {
      pattern = false;
      return true;
    }
    return isInside(word, place);
  });
}

function isInside({ text }: PlainWord, place: Place): boolean {
  return text.split(',').every((each) => {
    const kind = kindIn(each, place);
    return kind !== null && !kind.secret && (kind.zone === 'inside' || kind.zone === 'project');
  });
}

/** Null: another path than it looks like, or no file at all (`env:PATH`). */
function kindIn(path: string, place: Place): ReturnType<typeof kindOf> | null {
  const there = slashed(path.replace(/^~(?=[\\/]|$)/, place.home));
  const at = there === null ? null : absolute(there, place.cwd);
  return at === null ? null : kindOf(at, place);
}

// What is not on the list: answered at the desk; its tier says how far it reaches.

const CHANGES =
  'set-content sc add-content ac out-file tee-object new-item ni mkdir md copy-item copy cp cpi move-item move mv mi rename-item ren rni remove-item rm del erase rd rmdir ri clear-content set-location'.split(
    ' ',
  );
const DELETES = new Set('remove-item rm del erase rd rmdir ri'.split(' '));
const ASKS =
  'get-process gps get-service get-command gcm get-help get-member get-alias get-history get-variable out-gridview out-null where-object sort more find tee invoke-webrequest iwr curl wget get-filehash get-acl get-volume select-object select-string sort-object measure-object format-table format-list out-string convertto-json convertfrom-json group-object compare-object'.split(
    ' ',
  );
/** Words that these shells themselves know: what a program of the same name does elsewhere says nothing. */
const MEANS_ANOTHER = new Set(
  'set start call for if alias type time date exit command exec eval source fc iex icm ii r h where clear'.split(
    ' ',
  ),
);
const SENDS =
  /^-(method|body|infile|headers?|credential|form|custommethod|token|usedefaultcredentials|websession)$/i;

function weighRest(
  command: PlainCommand,
  shell: OtherShell,
  place: Place,
  findings: Findings,
  weighWords: WeighWords,
): void {
  const [program, ...words] = command;
  const name = program!.text.toLowerCase().replace(/\.exe$/, '');
  findings.program(name);
  const changes = CHANGES.includes(name);
  if (changes || READS[shell].has(name) || ASKS.includes(name)) {
    if (words.some(({ text, quoted }) => !quoted && SENDS.test(text)))
      findings.found('commit', 'It sends data or credentials to another computer.');
    if (/^(iwr|invoke-webrequest|curl|wget)$/.test(name)) findings.network(null);
    if (!SAYS.has(name))
      for (const { text } of words)
        if (!text.startsWith('-') && !/^\/[a-z](:|$)/i.test(text))
          for (const path of text.split(',')) pathOf(path, changes, place, findings, DELETES.has(name));
    return;
  }
  if (!MEANS_ANOTHER.has(name)) {
    const { verdict, known } = weighWords([name, ...slashes(words)], place);
    if (known) return take(verdict, findings);
  }
  findings.found('commit', `Outpost does not know what ${name.slice(0, 60)} does in ${NAMES[shell]}.`);
}

function pathOf(text: string, writes: boolean, place: Place, findings: Findings, deletes = false): void {
  if (/^(env|cert|function|variable|alias|hk\w+|wsman):/i.test(text))
    return findings.found('commit', `It reaches for what is no file: ${text.slice(0, 60)}.`);
  if (/^https?:/i.test(text)) return findings.network(text);
  const kind = kindIn(text, place);
  if (kind === null)
    return findings.found('expand', `Which path it means is not certain: ${text.slice(0, 60)}.`);
  if (kind.secret) {
    findings.secret(text);
    return findings.found('commit', `It reaches for a secret: ${text.slice(0, 60)}.`);
  }
  const outside = kind.zone !== 'inside' && kind.zone !== 'temporary';
  if (writes) findings.writes(text);
  if (outside && deletes)
    findings.found('commit', `It deletes outside of the project: ${text.slice(0, 60)}.`);
  else if (outside && writes && kind.zone !== 'outside' && kind.zone !== 'project')
    findings.found('commit', `It changes the system, or settings of your account: ${text.slice(0, 60)}.`);
}

function take(verdict: Verdict, findings: Findings): void {
  for (const { tier, text } of verdict.reasons) if (rank(tier) > rank('continue')) findings.found(tier, text);
  for (const path of verdict.touches.writes) findings.writes(path);
  for (const secret of verdict.touches.secrets) findings.secret(secret);
  if (verdict.touches.network !== null) {
    findings.network(null);
    for (const host of verdict.touches.network) findings.network(host);
  }
}

const rank = (tier: Tier): number => TIERS.indexOf(tier);

const slashes = (words: readonly PlainWord[]): string[] =>
  words.map(({ text, quoted }) => (quoted ? text : text.replaceAll('\\', '/')));
