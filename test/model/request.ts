/**
 * What a request to the model says: the prompt that names the scenario, how far it has come, and which of Codex's two
 * tool dialects it speaks.
 */
interface InputItem {
  type?: string;
  role?: string;
  content?: string | { text?: string; encrypted_content?: string }[];
  /** Of a message between agents. */
  recipient?: string;
  output?: unknown;
  tools?: unknown;
}

export interface ModelBody {
  model: string;
  input: InputItem[];
  tools?: { name?: string }[];
  reasoning?: { effort?: string };
}

export interface ModelRequest {
  body: ModelBody;
  /** Name in the tag `[name args]` of the prompt; `plain` without one. */
  scenario: string;
  args: string;
  /** The prompt without its tag. */
  words: string;
  /** Outputs of the tools that this scenario called so far, as text, oldest first. */
  outputs: string[];
  /** Messages that the person sent after the prompt, while the turn ran. */
  steers: string[];
}

const TAG = /\[([a-z][a-z0-9-]*)(?:\s+([\s\S]*?))?\]/i;
/** Codex puts context into user messages of its own; they begin with a tag or the AGENTS.md heading. */
const INJECTED = /^\s*(?:<[a-z_]+>|# AGENTS\.md)/i;

const textOf = (item: InputItem): string =>
  typeof item.content === 'string'
    ? item.content
    : (item.content ?? []).map((part) => part.text ?? part.encrypted_content ?? '').join('\n');

const outputText = (output: unknown): string => {
  if (typeof output === 'string') return output;
  if (Array.isArray(output)) return output.map((part: { text?: string }) => part.text ?? '').join('');
  return JSON.stringify(output ?? null);
};

/** For a sub-agent, what its parent tells it is what a person tells the parent. */
const isPerson = (item: InputItem): boolean =>
  (item.type === 'agent_message' && item.recipient !== '/root') ||
  ((item.type === 'message' || item.type === undefined) &&
    item.role === 'user' &&
    !INJECTED.test(textOf(item)));

/**
 * The last user message with a tag is the prompt; untagged ones behind it are steers.
 *
 * @param taken what a message counts as; itself by default
 */
export function readRequest(body: ModelBody, taken: (text: string) => string = (text) => text): ModelRequest {
  const said = (index: number) => taken(textOf(body.input[index]!));
  const people = body.input.flatMap((item, index) => (isPerson(item) ? [index] : []));
  const at = people.findLast((index) => TAG.test(said(index))) ?? people.at(-1) ?? -1;
  const prompt = at >= 0 ? said(at) : '';
  const after = body.input.slice(at + 1);
  const tag = TAG.exec(prompt);
  return {
    body,
    scenario: tag?.[1]?.toLowerCase() ?? 'plain',
    args: tag?.[2]?.trim() ?? '',
    words: prompt.replace(TAG, '').trim(),
    outputs: after.filter((item) => item.type?.endsWith('_output')).map((item) => outputText(item.output)),
    steers: after.filter(isPerson).map(textOf),
  };
}

/**
 * In "code mode" there are no tools at the top; an input item holds one custom tool `exec` that runs JavaScript, which
 * in turn calls `tools.*`. The GPT-6 models work like this.
 */
export const isCodeMode = (body: ModelBody): boolean =>
  body.tools === undefined &&
  body.input.some(
    (item) => item.type === 'additional_tools' && JSON.stringify(item.tools).includes('"name":"exec"'),
  );
