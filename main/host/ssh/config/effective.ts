/** What the system's own ssh would use for one host: `ssh -G`. It runs every `Match exec` on the way, so only when a person asks. */
import { runProgram } from '../../run-program.ts';
import { refusalOfAlias, unusableSentence } from './alias.ts';
import { portOf } from './config-text.ts';

/** `Match exec` may look into a network first. */
const TIMEOUT_MS = 15_000;
const MOST_BYTES = 256 * 1024;
const MOST_LINES = 5000;

export interface EffectiveSettings {
  readonly alias: string;
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  /** Every line, by keyword in lower case. Paths may still have `~` and tokens. */
  readonly settings: ReadonlyMap<string, readonly string[]>;
}

export interface EffectiveOptions {
  /** Path or name of ssh. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  /** As `ssh -F`; the account's own files without it. */
  readonly configFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

export type EffectiveFailure = 'alias' | 'refused' | 'unanswered';

/** `alias`: never handed to ssh · `refused`: ssh refuses the configuration, in its words · `unanswered`: no ssh, too slow, too much. */
export class EffectiveError extends Error {
  readonly code: EffectiveFailure;
  constructor(code: EffectiveFailure, message: string) {
    super(message);
    this.name = 'EffectiveError';
    this.code = code;
  }
}

/** Rejects with an {@link EffectiveError}. */
export async function effectiveSettings(
  alias: string,
  options: EffectiveOptions,
): Promise<EffectiveSettings> {
  const refusal = refusalOfAlias(alias);
  if (refusal !== null) throw new EffectiveError('alias', unusableSentence(refusal));
  const { program, env, configFile, signal, timeoutMs = TIMEOUT_MS } = options;
  const file = configFile === undefined ? [] : ['-F', configFile];
  const answer = await runProgram({
    command: program,
    args: ['-G', ...file, '--', alias],
    env,
    timeoutMs,
    maxBytes: MOST_BYTES,
    signal,
  }).catch((error: Error) => {
    throw new EffectiveError('unanswered', error.message);
  });
  if (answer.code !== 0) throw new EffectiveError('refused', `ssh says: ${lastLine(answer.stderr)}`);
  return readEffective(alias, answer.stdout);
}

/** @param text what `ssh -G` printed: a keyword and a value on each line. Throws an {@link EffectiveError}. */
export function readEffective(alias: string, text: string): EffectiveSettings {
  const settings = new Map<string, string[]>();
  for (const line of text.split(/\r?\n/).slice(0, MOST_LINES)) {
    const found = /^([A-Za-z0-9]+)(?: (.*))?$/su.exec(line);
    if (found === null) continue;
    const [, name = '', value = ''] = found;
    const keyword = name.toLowerCase();
    const known = settings.get(keyword);
    if (known === undefined) settings.set(keyword, [value]);
    else known.push(value);
  }
  const first = (keyword: string) => settings.get(keyword)?.[0] ?? '';
  const port = portOf(first('port'));
  if (first('hostname') === '' || first('user') === '' || port === null)
    throw new EffectiveError('refused', 'What ssh answered does not say where this name leads.');
  return { alias, hostName: first('hostname'), user: first('user'), port, settings };
}

/** The reason stands last, behind what was only said in passing. */
function lastLine(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/\p{C}/gu, '').trim())
    .filter((line) => line !== '' && !line.startsWith('Pseudo-terminal'));
  return (lines.at(-1) ?? 'nothing.').slice(0, 300);
}
