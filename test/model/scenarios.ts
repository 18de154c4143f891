/**
 * What the scripted model does, by the tag in the prompt. Each scenario is called once per request of a turn; how far it
 * has come is told by the outputs of its tools. A scenario that must wait for the test takes a gate, never a delay.
 */
import { isCodeMode, type ModelRequest } from './request.ts';
import type { ModelStream } from './stream.ts';

/** Resolves when the test opened the gate of this name; at once when it was never held. */
export type Gate = (name: string) => Promise<void>;
type Scenario = (stream: ModelStream, request: ModelRequest, gate: Gate) => Promise<void> | void;

const pieces = (text: string, length = 6): string[] =>
  text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? [];

interface ExecArgs {
  tty?: boolean;
  sandbox_permissions?: 'require_escalated';
  justification?: string;
  yield_time_ms?: number;
}
const escalated = (justification: string): ExecArgs => ({
  sandbox_permissions: 'require_escalated',
  justification,
});

function exec(stream: ModelStream, { body }: ModelRequest, cmd: string, extra: ExecArgs = {}): void {
  if (isCodeMode(body)) {
    const call = `const r = await tools.exec_command(${JSON.stringify({ cmd, ...extra })});\ntext(r.output);\n`;
    stream.custom('exec', `// @exec: {"yield_time_ms": 120000}\n${call}`, 'functions');
  } else stream.call('exec_command', { cmd, ...extra });
}

function applyPatch(stream: ModelStream, { body }: ModelRequest, patch: string): void {
  if (isCodeMode(body))
    stream.custom('exec', `text(await tools.apply_patch(${JSON.stringify(patch)}));\n`, 'functions');
  else stream.custom('apply_patch', patch);
}

/** The last word of a turn; a command that still runs is polled first, as a real model does. */
function finish(stream: ModelStream, { outputs, steers, body }: ModelRequest, what: string): void {
  const last = outputs.at(-1) ?? '';
  const cell = /Script running with cell ID (\S+)/.exec(last);
  const session = /Process running with session ID (\d+)/.exec(last);
  if (cell && isCodeMode(body)) stream.call('wait', { cell_id: cell[1], yield_time_ms: 60_000 }, 'functions');
  else if (session)
    stream.call('write_stdin', { session_id: Number(session[1]), chars: '', yield_time_ms: 5000 });
  else {
    const steered = steers.length > 0 ? `\n(steered: ${steers.join(' | ')})` : '';
    stream.say(pieces(`${what} finished. It said: ${last.slice(0, 400)}${steered}`));
  }
}

const command =
  (extra: (request: ModelRequest) => ExecArgs): Scenario =>
  (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The command');
    stream.say(['I will run ', request.args], 'commentary');
    exec(stream, request, request.args, extra(request));
  };

const spawn =
  (how: string): Scenario =>
  (stream, request) => {
    if (request.outputs.length === 1)
      return stream.call('wait_agent', { timeout_ms: 20_000 }, 'collaboration');
    if (request.outputs.length > 1) return finish(stream, request, 'The sub-agent');
    const message = `[${how} ${request.args}]`;
    stream.call('spawn_agent', { task_name: 'helper', message, fork_turns: 'none' }, 'collaboration');
  };

const further = (folder: string): object =>
  folder === '' ? { network: { enabled: true } } : { file_system: { write: [folder] } };

export const SCENARIOS: Record<string, Scenario> = {
  /** Thinks, then answers. */
  plain: (stream, { body, words }) => {
    stream.reasoning(['**Thinking**', '\n\nabout ', 'the answer']);
    stream.say(pieces(`Hello from the scripted model (${body.model}). You said: ${words.slice(0, 200)}`));
  },
  /** `[gated NAME]`: says one half behind the gate `before NAME`, and the other half behind `NAME`. */
  gated: async (stream, { args, steers }, gate) => {
    await gate(`before ${args}`);
    const message = stream.message('final_answer');
    message.write('First half, ');
    await gate(args);
    message.write(`second half.${steers.length > 0 ? ` Steered: ${steers.join(' | ')}` : ''}`);
    message.end();
  },
  /** `[search WORDS]`: searches the web, then answers. */
  search: (stream, { args }) => {
    stream.search(args);
    stream.say(['The search is over.']);
  },
  /** `[flood N]`: N one-word deltas. */
  flood: (stream, { args }) => stream.say(Array.from({ length: Number(args || 2000) }, (_, i) => `w${i} `)),
  /** `[run CMD]`: in the sandbox, without asking. */
  run: command(() => ({})),
  /** `[ask-run CMD]`: asks to run outside the sandbox. */
  'ask-run': command(({ args }) => escalated(`May I run ${args.slice(0, 60)}?`)),
  /** `[run-until FILE]`: a command that prints a line now and then, until the file exists. */
  'run-until': (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The command');
    const cmd = `while [ ! -e ${request.args} ]; do echo tick; sleep 0.2; done; echo ended`;
    exec(stream, request, cmd, { yield_time_ms: 60_000 });
  },
  /** `[two]`: two commands that ask, in one answer. */
  two: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'Both');
    exec(stream, request, 'echo one', escalated('May I run the first?'));
    exec(stream, request, 'echo two', escalated('May I run the second?'));
  },
  /** `[patch FOLDER]`: replaces a line of FOLDER/NOTES.md and adds FOLDER/added.txt. */
  patch: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The patch');
    const folder = request.args === '' ? '' : `${request.args}/`;
    stream.say(['I will edit ', `${folder}NOTES.md`], 'commentary');
    applyPatch(
      stream,
      request,
      `*** Begin Patch\n*** Update File: ${folder}NOTES.md\n@@\n-old line\n+new line\n*** Add File: ${folder}added.txt\n+first\n+second\n*** End Patch\n`,
    );
  },
  /** `[raw-patch PATCH]`: applies exactly this patch. */
  'raw-patch': (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The patch');
    applyPatch(stream, request, request.args.replaceAll('\\n', '\n'));
  },
  /** `[permissions FOLDER]`: asks to write there, or without one for the network; needs `request_permissions_tool`. */
  permissions: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The request');
    stream.call('request_permissions', {
      reason: 'The build writes there.',
      permissions: further(request.args),
    });
  },
  /** `[run-with FOLDER]`: a command with such further permissions; needs `exec_permission_approvals`. */
  'run-with': (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The command');
    stream.call('exec_command', {
      cmd: 'echo with-more',
      sandbox_permissions: 'with_additional_permissions',
      additional_permissions: further(request.args),
      justification: 'The build writes there.',
    });
  },
  /** A terminal program that asks to begin, then text typed into it, then its end. */
  stdin: (stream, { outputs, body }) => {
    const extra = { tty: true, yield_time_ms: 500, ...escalated('May I start cat?') };
    if (outputs.length === 0) return exec(stream, { outputs, body } as ModelRequest, 'cat', extra);
    const session = /session ID (\d+)/.exec(outputs.join('\n'));
    const typed = ["it's typed\n", '\u0004'][outputs.length - 1];
    if (session === null || typed === undefined) return stream.say(['The typing is over.']);
    stream.call('write_stdin', { session_id: Number(session[1]), chars: typed, yield_time_ms: 500 });
  },
  /** `[type CMD]`: a shell in a terminal, and the command typed into it. */
  type: (stream, request) => {
    const { outputs, args } = request;
    const session = /session ID (\d+)/.exec(outputs.join('\n'));
    if (outputs.length === 0) {
      const extra = { tty: true, yield_time_ms: 500 };
      exec(stream, request, 'bash', extra);
    } else if (outputs.length === 1 && session !== null)
      stream.call('write_stdin', {
        session_id: Number(session[1]),
        chars: `${args}; exit\n`,
        yield_time_ms: 3000,
      });
    else stream.say(['The typing is over.']);
  },
  /** `[mcp SERVER TOOL JSON]`: calls a tool of an MCP server. */
  mcp: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The tool');
    const [, server, tool, json] = /^(\S+)\s+(\S+)\s*(.*)$/s.exec(request.args)!;
    if (isCodeMode(request.body)) {
      const call = `text(JSON.stringify(await tools.mcp__${server}__${tool}(${json || '{}'})));\n`;
      return stream.custom('exec', call, 'functions');
    }
    stream.call(tool!, JSON.parse(json || '{}'), `mcp__${server}`);
  },
  /** A question that the turn does not wait for; only the GPT-6 models have it. */
  'question-async': (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The question');
    const questions = [{ title: 'Which deploy target?', options: ['staging', 'production'] }];
    stream.call(
      'request_user_input_async',
      { questions },
      isCodeMode(request.body) ? 'functions' : undefined,
    );
  },
  /** A plan, as in plan mode. */
  'proposed-plan': (stream) =>
    stream.say([
      'Here it is.\n',
      '<proposed_plan>\n',
      '# Plan\n',
      '1. look\n',
      '2. edit\n',
      '</proposed_plan>\n',
    ]),
  /** `[view FILE]`: looks at an image. */
  view: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'Viewing');
    stream.call('view_image', { path: request.args });
  },
  /** `[spawn CMD]`: a sub-agent that asks to run the command; only the GPT-6 models have them. */
  spawn: spawn('ask-run'),
  /** `[spawn-run CMD]`: a sub-agent that runs it in the sandbox. */
  'spawn-run': spawn('run'),
  /** `[tool NAME JSON]`: calls any function. */
  tool: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The tool');
    const [, name, json] = /^(\S+)\s*(.*)$/s.exec(request.args)!;
    stream.call(name!, JSON.parse(json || '{}'));
  },
  /** A question to the person; needs Codex's `default_mode_request_user_input`. */
  question: (stream, request) => {
    if (request.outputs.length > 0) return finish(stream, request, 'The question');
    const options = [
      { label: 'Red', description: 'warm' },
      { label: 'Blue', description: 'cold' },
    ];
    stream.call('request_user_input', {
      questions: [{ id: 'color', header: 'Color', question: 'Which color?', options }],
    });
  },
};
