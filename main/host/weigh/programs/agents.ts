/** Outpost itself, and the command lines of agents. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, is } from '../shell/argument.ts';
import { each } from './verbs.ts';

const CONFIGURES = 'It changes what an agent may do, or who it works for.';
const BYPASSES = 'It starts an agent that asks nobody.';
const STARTS = 'It starts an agent, which does more than this command shows.';

/** What only looks. Everything else of it opens, closes or answers something. */
const outpost: Program = ({ args }, on) => {
  const checks = is(args[0], 'policy') && is(args[1], 'check');
  const rest = args.slice(checks ? 2 : 1);
  if (
    (checks || is(args[0], 'status')) &&
    rest.every((each) => !each.start.startsWith('-') || is(each, '--json'))
  ) {
    for (const path of rest) if (path.text !== '--json') on.read(path);
    return;
  }
  on.found('commit', 'It changes what Outpost does, or who may use it.');
};

/** Keys of the settings with which an agent asks less, or runs more. */
const LOOSENS =
  /^(approval|approvals|sandbox|mcp|hooks|notify|shell_environment|projects|features|model_provider|profiles|tools|permissions)/;
const CODEX_VALUES =
  '-c --config -s --sandbox -a --ask-for-approval -m --model -p --profile -C --cd -i --image --add-dir --enable --disable -o --output-last-message --output-schema --color'.split(
    ' ',
  );
const CODEX_CONFIGURES = new Set(
  'login logout app-server exec-server remote-control mcp-server features cloud update plugin app execpolicy'.split(
    ' ',
  ),
);

const codex: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: CODEX_VALUES });
  const loose = (values: Argument[], tight: RegExp): boolean =>
    values.some(({ text }) => text === null || !tight.test(text));
  if (
    [...options.names].some((name) => name.startsWith('--dangerously') || name === '--yolo') ||
    loose(options.all('-s', '--sandbox'), /^(read-only|workspace-write)$/) ||
    loose(options.all('-a', '--ask-for-approval'), /^(untrusted|on-request)$/) ||
    options.all('-c', '--config').some(({ text }) => text === null || LOOSENS.test(text)) ||
    options.has('--enable', '--disable', '--add-dir')
  )
    on.found('commit', BYPASSES);
  for (const path of options.all('-o', '--output-last-message')) on.write(path);
  const [verb, below] = options.operands;
  if (verb?.text !== undefined && verb.text !== null && CODEX_CONFIGURES.has(verb.text))
    return on.found('commit', CONFIGURES);
  if (verb?.text === 'mcp' && !is(below, 'list') && !is(below, 'get')) return on.found('commit', CONFIGURES);
  if (verb?.text === 'sandbox' || verb?.text === 'debug')
    on.run(
      options.operands.slice(
        below?.text === 'seatbelt' ||
          below?.text === 'landlock' ||
          below?.text === 'linux' ||
          below?.text === 'macos'
          ? 2
          : 1,
      ),
    );
  on.found('expand', STARTS);
};

const BYPASS =
  /^--?(dangerously-.*|allow-dangerously-.*|yolo|y|yes|yes-always|force|f|allow-all(-.*)?|full-auto|auto-approve|skip-permissions.*|trust-all-tools)$/;
const BYPASS_MODE = /^(bypassPermissions|yolo|never|dangerous.*|auto-?approve|full)$/i;
const CONFIGURING = new Set(
  'mcp config login logout setup-token auth plugin extensions hooks install update agents allowlist permissions'.split(
    ' ',
  ),
);

const other: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values:
      '--permission-mode --approval-mode --allowedTools --allowed-tools --settings --mcp-config -p -m --model --add-dir'.split(
        ' ',
      ),
  });
  const modes = options.all('--permission-mode', '--approval-mode');
  if (
    [...options.names].some((name) => BYPASS.test(name)) ||
    modes.some(({ text }) => text === null || BYPASS_MODE.test(text))
  )
    on.found('commit', BYPASSES);
  if (options.has('--allowedTools', '--allowed-tools', '--settings', '--mcp-config', '--allow-tool'))
    on.found('commit', BYPASSES);
  const [verb, below] = options.operands;
  if (
    verb?.text !== null &&
    verb !== undefined &&
    CONFIGURING.has(verb.text!) &&
    !is(below, 'list') &&
    !is(below, 'get')
  )
    on.found('commit', CONFIGURES);
  on.found('expand', STARTS);
};

export const AGENTS: readonly [string, Program][] = [
  ['outpost', outpost],
  ['codex', codex],
  ...each(
    'claude gemini aider cursor-agent opencode copilot qwen crush droid kiro-cli llm ollama plandex auggie cline kimi grok',
    other,
  ),
];
