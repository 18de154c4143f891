/** Where agents run: this machine, and the SSH hosts that its owner connects. Values only. */
import * as v from 'valibot';

const Line = v.pipe(v.string(), v.maxLength(4096));
const Millis = v.pipe(v.number(), v.integer(), v.minValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the system's `ssh`, or Outpost itself, has to be told before it goes on. */
export const EnvironmentQuestion = v.object({
  /** Of this question; an answer to another one goes nowhere. */
  id: Line,
  /**
   * `hostKey`: whether the computer over there is the right one; `yes`, `no`, or the fingerprint · `confirm`: `yes` or `no` ·
   * `newPassword`: the old one, then the new one twice · `touch`: of a security key, answered by touching it · `terminal`: what
   * is said was not recognised, and is answered where it stands · `startDaemon`: whether the agent's own server may be
   * started over there for the first time, which copies a program of 400 MB; `yes` or `no`.
   */
  kind: v.picklist([
    'hostKey',
    'confirm',
    'password',
    'newPassword',
    'passphrase',
    'pin',
    'oneTimeCode',
    'touch',
    'terminal',
    'startDaemon',
  ]),
  /** Whose words `text` is. Those of `server`, the far side, may be anything, and are shown as its. */
  from: v.picklist(['ssh', 'server', 'outpost']),
  /** In printable characters; may have line breaks. */
  text: Line,
  /** Whether what is typed must not be seen. */
  secret: v.boolean(),
  /** What to compare before answering: the fingerprint, the key's type, the file of the key. */
  details: v.pipe(v.array(v.object({ name: Line, value: Line })), v.maxLength(16)),
});
export type EnvironmentQuestion = v.InferOutput<typeof EnvironmentQuestion>;

export const ENVIRONMENT_STATES = [
  /** Not connected, and nobody wants it to be. */
  'off',
  'connecting',
  /** `question` has to be answered at the desk. */
  'asking',
  'up',
  /** The connection was lost, or what is there could not be looked at; tried again by itself. */
  'retrying',
  /** Not again without a person. */
  'attention',
] as const;

export const EnvironmentView = v.object({
  /** `local`, or that of an SSH host. */
  id: Line,
  /** Its name for people: the computer's, or the host's alias. */
  name: Line,
  /** Null: this machine. */
  alias: v.nullable(Line),
  state: v.picklist(ENVIRONMENT_STATES),
  /** A sentence: what it is, or what happened and what to do. */
  detail: Line,
  since: Millis,
  /** Of the last message to it and back, in ms; null: not known, or not up. */
  latencyMs: v.nullable(v.number()),
  /** Version of the agent over there; null: not known. */
  agentVersion: v.nullable(Line),
  /** What is missing there, in words, with the command that a person can run there. Null: nothing. */
  missing: v.nullable(v.object({ about: Line, command: v.nullable(Line) })),
  question: v.nullable(EnvironmentQuestion),
  /** Characters that the terminal of the last attempt has printed so far; `ssh/terminal` reads them. */
  printed: Count,
});
export type EnvironmentView = v.InferOutput<typeof EnvironmentView>;

/** A host of the owner's OpenSSH configuration. */
export const SshHostView = v.object({
  alias: Line,
  /** Id of the environment that it is, or would be. */
  environment: Line,
  /** `user@host:port`, as far as it is written there plainly; may be empty. */
  about: Line,
  /** Why it cannot be connected, in words; null: it can. */
  unusable: v.nullable(Line),
  /** When it was last connected. */
  usedAt: v.nullable(Millis),
  hidden: v.boolean(),
});
export type SshHostView = v.InferOutput<typeof SshHostView>;

/** So many hosts the state lists itself, those used last first; `ssh/hosts` reads the others. */
export const LISTED_HOSTS = 20;
/** Most hosts on a page of `ssh/hosts`. */
export const HOST_PAGE_LIMIT = 100;
/** Most characters that `ssh/terminal` gives at once, and that are kept of an attempt. */
export const TERMINAL_LIMIT = 64 * 1024;

export const SshState = v.object({
  /** As the setting `remote_connections` says. */
  enabled: v.boolean(),
  hosts: v.pipe(v.array(SshHostView), v.maxLength(LISTED_HOSTS)),
  /** Those that there are, without the hidden ones. */
  total: Count,
  /** What is wrong in the configuration, with file and line, or that there is no ssh; at most 20. */
  problems: v.pipe(v.array(Line), v.maxLength(20)),
});
export type SshState = v.InferOutput<typeof SshState>;

export const SshHostPage = v.object({ hosts: v.array(SshHostView), total: Count });
export type SshHostPage = v.InferOutput<typeof SshHostPage>;

/** `next`: where it goes on. What is gone, of much that was printed, is left out. */
export const TerminalText = v.object({ text: v.string(), next: Count });
export type TerminalText = v.InferOutput<typeof TerminalText>;

/** One look at something over there, for `outpost ssh doctor` and the panel. */
export const EnvironmentFinding = v.object({
  title: Line,
  state: v.picklist(['good', 'attention', 'bad']),
  detail: Line,
  /** Helps in a terminal over there. */
  command: v.nullable(Line),
});
export type EnvironmentFinding = v.InferOutput<typeof EnvironmentFinding>;
