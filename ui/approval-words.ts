/** What an approval is called and what a yes means, in a person's words. The card of the phone and of the desk agree. */
import type { CardSurroundings } from './card-words.ts';

export type CardAsk =
  | {
      kind: 'command';
      command: string;
      cwd: string;
      network: { host: string; protocol: string } | null;
      permissions?: CardPermissions | undefined;
    }
  | { kind: 'change'; cwd?: string | undefined; changes: readonly CardChange[] }
  | { kind: 'question'; questions: readonly CardQuestion[] }
  | { kind: 'permissions'; cwd: string; permissions: CardPermissions }
  | { kind: 'stdin'; text: string; command: string | null; cwd: string }
  | {
      kind: 'tool';
      server: string;
      tool: string;
      description: string | null;
      arguments: string;
      hints: CardHints;
    }
  | { kind: 'form'; server: string; message: string; fields: readonly CardField[] }
  | { kind: 'link'; server: string; message: string; url: string };

export interface CardPermissions {
  network: boolean;
  places: readonly {
    access: 'read' | 'write' | 'deny';
    form: 'path' | 'pattern' | 'disk' | 'system' | 'project' | 'temporary';
    path: string;
  }[];
}

/** What a tool says of itself; null: not stated. */
export interface CardHints {
  readOnly: boolean | null;
  destructive: boolean | null;
  idempotent: boolean | null;
  openWorld: boolean | null;
}

export interface CardField {
  id: string;
  label: string;
  description: string;
  required: boolean;
  type:
    | 'text'
    | 'email'
    | 'url'
    | 'date'
    | 'dateTime'
    | 'number'
    | 'integer'
    | 'yesNo'
    | 'choice'
    | 'choices';
  options: readonly { value: string; label: string }[];
  least: number | null;
  most: number | null;
}

export interface CardChange {
  path: string;
  kind: 'add' | 'delete' | 'update';
  movedTo: string | null;
  /** Hunks of a unified diff, without file headers. */
  diff: string;
}

export interface CardQuestion {
  id: string;
  header: string;
  text: string;
  options: readonly { label: string; description: string }[];
  free: boolean;
  secret: boolean;
}

/** What the card shows. The host's card satisfies it. */
export interface CardFacts extends CardSurroundings {
  host: string;
  /** Of an SSH host: its name. Absent: `host` itself. */
  environmentName?: string | undefined;
  threadTitle: string;
  /** The sub-agent that asks, by the agent's own name of it. */
  subAgent?: string | undefined;
  /** As a person calls it. Absent: not known. */
  subAgentName?: string | undefined;
  project: { name: string } | null;
  /** Whether everything that the thread does is asked about first. Absent: not known. */
  gated?: boolean | undefined;
  meaning: 'outsideSandbox' | 'insideSandbox' | 'answer';
  reason: string | null;
  ask: CardAsk;
}

const files = (count: number): string => (count === 1 ? '1 file' : `${count} files`);

/** The question that the person answers, as a heading. */
export function askTitle(ask: CardAsk): string {
  switch (ask.kind) {
    case 'command':
      return ask.network === null ? 'Run this command?' : `Reach ${ask.network.host}?`;
    case 'change':
      return `Change ${files(ask.changes.length)}?`;
    case 'question':
      return ask.questions.length === 1
        ? 'The agent asks you'
        : `The agent asks you ${ask.questions.length} things`;
    case 'permissions':
      return 'Give it more permissions?';
    case 'stdin':
      return 'Type this into a running command?';
    case 'tool':
      return 'Use this tool?';
    case 'form':
      return 'An MCP server asks you';
    case 'link':
      return 'An MCP server wants you to open a page';
  }
}

/** The computer on which it would happen. */
const machine = ({ host, environmentName }: CardFacts): string => environmentName ?? host;

/** Where it would happen, whole: the project, the computer, and how that is reached. */
export function placeOf(facts: CardFacts): string {
  const { project, host, environmentName } = facts;
  const on = environmentName === undefined ? host : `${environmentName}, over SSH from ${host}`;
  return project === null ? on : `${project.name} on ${on}`;
}

/** Where a yes takes effect, in a few words, and what happens then, in the rest of the sentence. */
export interface Meaning {
  title: string;
  text: string;
}

export function yesMeans(facts: CardFacts): Meaning {
  const { ask, meaning, touches } = facts;
  const host = machine(facts);
  const twice =
    touches?.mayRunTwice === true
      ? ' It may run twice: once in the sandbox and, if that stops it, once more outside.'
      : '';
  switch (ask.kind) {
    case 'question':
      return { title: 'Only words', text: 'They go to the agent. Nothing runs because of them alone.' };
    case 'form':
      return {
        title: 'Only an answer',
        text: 'It goes to the MCP server that is named here, and to nobody else.',
      };
    case 'link':
      return {
        title: 'Only an answer',
        text: 'Open the page yourself if you trust it. A yes tells the server that you agree, and opens nothing.',
      };
    case 'tool':
      if (ask.server === '')
        return {
          title: 'Inside the agent',
          text: `It is a tool of its own, and starts no program on ${host}.`,
        };
      return {
        title: 'Outside the sandbox',
        text: `It runs in its MCP server, with what that server may do on ${host}.`,
      };
    case 'stdin':
      return {
        title: 'Perhaps outside the sandbox',
        text: `The command takes it as typed by you, and it may run with your own rights on ${host}.`,
      };
    case 'permissions':
      return {
        title: 'A wider sandbox',
        text: `For the rest of this turn, every command may do this on ${host} without asking.`,
      };
    case 'command':
      if (ask.network !== null)
        return {
          title: 'Out of the sandbox, to one place',
          text: `It may reach ${ask.network.host} over ${ask.network.protocol} from ${host}.`,
        };
      if (ask.permissions !== undefined)
        return {
          title: 'In the sandbox, with more',
          text: `It runs on ${host}, and may besides do what is listed here.`,
        };
      return where('It runs', meaning, host, twice);
    case 'change':
      return where('The files are written', meaning, host, '');
  }
}

const where = (what: string, meaning: CardFacts['meaning'], host: string, more: string): Meaning =>
  meaning === 'outsideSandbox'
    ? { title: 'Outside the sandbox', text: `${what} with your own rights on ${host}.${more}` }
    : { title: 'In the sandbox', text: `${what} with what the sandbox allows on ${host}.` };

/** Whether a yes reaches beyond the sandbox as it stands, so that the card has to look like it. */
export const reachesFar = ({ ask, meaning }: CardFacts): boolean =>
  meaning === 'outsideSandbox' || (ask.kind === 'tool' && ask.server !== '') || permissionsOf(ask) !== null;

/** Of a thread that does what its sandbox lets it without asking. */
export const NOT_GATED = 'not gated';
/** Of one that asks by itself before every command and patch. */
export const WATCHED = 'watched';
export const NOT_GATED_MEANS = 'Inside its sandbox, this thread acts without asking you.';

/** The permissions that a yes gives, if it gives any. */
export function permissionsOf(ask: CardAsk): CardPermissions | null {
  if (ask.kind === 'permissions') return ask.permissions;
  return ask.kind === 'command' ? (ask.permissions ?? null) : null;
}

/** What "for this session" covers. */
export const sessionMeans = (ask: CardAsk): string =>
  ask.kind === 'permissions'
    ? 'For the whole session, not only this turn'
    : ask.kind === 'tool'
      ? 'Do not ask again for this tool in this session'
      : 'Do not ask again for exactly this in this session';
