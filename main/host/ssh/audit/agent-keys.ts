/** The keys that an agent holds: `ssh-add -L`, which shows their public parts and asks for nothing. Each agent is asked once. */
import { ProgramError, runProgram } from '../../run-program.ts';
import { readPublicLine } from './public-key.ts';

const TIMEOUT_MS = 5000;
const MOST_BYTES = 1024 * 1024;
const MOST_KEYS = 200;

export interface AgentKey {
  readonly type: string;
  readonly bits: number | null;
  readonly hardware: boolean;
  readonly fingerprint: string;
  /** As it was named when it was added; bounded, printable. */
  readonly comment: string;
}

export interface AgentAnswer {
  /** `answers`: with its keys · `silent`: it is named, and does not answer · `none`: no agent is used. */
  readonly state: 'answers' | 'silent' | 'none';
  readonly keys: readonly AgentKey[];
}

const NONE: AgentAnswer = { state: 'none', keys: [] };

/** Which agent: `default` is the one that ssh-add finds without being told. */
export type AgentAddress = { readonly socket: string } | 'default' | 'none';

export class Agents {
  readonly #program: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #known = new Map<string, Promise<AgentAnswer>>();

  /** @param program path or name of ssh-add. */
  constructor(program: string, env: NodeJS.ProcessEnv) {
    this.#program = program;
    this.#env = env;
  }

  ask(address: AgentAddress): Promise<AgentAnswer> {
    if (address === 'none') return Promise.resolve(NONE);
    const socket = address === 'default' ? '' : address.socket;
    let known = this.#known.get(socket);
    if (known === undefined) {
      known = this.#ask(socket);
      this.#known.set(socket, known);
    }
    return known;
  }

  async #ask(socket: string): Promise<AgentAnswer> {
    const env = { ...this.#env, SSH_ASKPASS_REQUIRE: 'never' };
    try {
      const answer = await runProgram({
        command: this.#program,
        args: ['-L'],
        env: socket === '' ? env : { ...env, SSH_AUTH_SOCK: socket },
        timeoutMs: TIMEOUT_MS,
        maxBytes: MOST_BYTES,
      });
      // 1: it has no keys. 2: there is no agent.
      if (answer.code !== 0 && answer.code !== 1) return { state: 'silent', keys: [] };
      return { state: 'answers', keys: readAgentKeys(answer.stdout) };
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      return { state: 'silent', keys: [] };
    }
  }
}

/** @param text what `ssh-add -L` printed. A key and its certificates are one. */
export function readAgentKeys(text: string): AgentKey[] {
  const keys = new Map<string, AgentKey>();
  for (const line of text.split('\n').slice(0, MOST_KEYS)) {
    const key = readPublicLine(line);
    if (key === null || keys.has(key.fingerprint)) continue;
    const { type, bits, hardware, fingerprint } = key;
    const comment = line.trim().split(/\s+/).slice(2).join(' ').replace(/\p{C}/gu, '').slice(0, 200);
    keys.set(fingerprint, { type, bits, hardware, fingerprint, comment });
  }
  return [...keys.values()];
}
