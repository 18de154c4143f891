/** What an SSH host asks, in the words of its dialog. Pure. */
import type { EnvironmentQuestion, EnvironmentView } from '../../main/contract/environments.ts';

type Kind = EnvironmentQuestion['kind'];

export interface QuestionWords {
  readonly title: string;
  /** What is meant, and what to do; ours, never the other computer's. */
  readonly meaning: string;
}

export function questionWords(
  { name }: Pick<EnvironmentView, 'name'>,
  { kind, from, details }: Pick<EnvironmentQuestion, 'kind' | 'from' | 'details'>,
): QuestionWords {
  const named = (what: string) => details.find((detail) => detail.name === what)?.value;
  return WORDS[kind]({ name, from, host: named('Host') ?? name, user: named('User') });
}

interface About {
  /** Of the environment. */
  readonly name: string;
  readonly from: EnvironmentQuestion['from'];
  /** The computer that it is about, as ssh names it: that of the environment, or one on the way there. */
  readonly host: string;
  readonly user: string | undefined;
}

/** What ssh calls another name is either the host itself or one that it has to pass: only its owner knows which. */
const onTheWay = ({ name, host }: About): string =>
  host === name ? '' : ` ${host} is ${name} itself, or a host on the way to it.`;

const WORDS: Readonly<Record<Kind, (about: About) => QuestionWords>> = {
  hostKey: (about) => ({
    title: `Is this really ${about.host}?`,
    meaning:
      `This computer has never seen its key.${onTheWay(about)} Ask whoever runs it for the fingerprint, on another way, and ` +
      'compare. If they differ, somebody else answers in its place.',
  }),
  password: (about) => ({
    title: `Password of ${about.user === undefined ? about.host : `${about.user} on ${about.host}`}`,
    meaning: `${about.from === 'server' ? 'The other computer' : 'ssh'} asks for it. What you type goes to ssh and is kept nowhere.${onTheWay(about)}`,
  }),
  newPassword: ({ host }) => ({
    title: `${host} wants a new password`,
    meaning: 'ssh asks for the old one, then twice for the new one. Nothing of it is kept here.',
  }),
  passphrase: () => ({
    title: 'Passphrase of your key',
    meaning: 'It opens a key on this computer, and does not leave it. It goes to ssh and is kept nowhere.',
  }),
  pin: () => ({
    title: 'PIN of your security key',
    meaning: 'After a few wrong ones the key locks itself. It goes to ssh and is kept nowhere.',
  }),
  oneTimeCode: (about) => ({
    title: `${about.host} asks something`,
    meaning: `What it wants stands below, in its own words: mostly a code, sometimes a new password. Nothing that you type is kept here.${onTheWay(about)}`,
  }),
  confirm: ({ name }) => ({
    title: `A question of ssh about ${name}`,
    meaning: 'ssh goes on with your answer.',
  }),
  touch: () => ({
    title: 'Touch your security key',
    meaning: 'It blinks until you do. This goes away by itself.',
  }),
  terminal: ({ name }) => ({
    title: `${name} asks in the terminal`,
    meaning:
      'This is no question that Outpost knows for sure, so it is shown as it came. It may be the other computer’s words.',
  }),
  startDaemon: ({ name }) => ({
    title: `Start Codex’s server on ${name}?`,
    meaning: 'It is asked once for this host.',
  }),
};

/** The label of the field in which a question is answered. Null: it is not answered by typing. */
export const FIELD_LABELS: Readonly<Record<Kind, string | null>> = {
  hostKey: null,
  confirm: null,
  touch: null,
  terminal: null,
  startDaemon: null,
  password: 'Password',
  newPassword: 'Password it asks for',
  passphrase: 'Passphrase',
  pin: 'PIN',
  oneTimeCode: 'Your answer',
};

/** Only an answer to the other computer's own question may be empty: it can ask for no more than Enter. */
export const mayBeEmpty = (kind: Kind): boolean => kind === 'oneTimeCode';

/** The fingerprint that ssh named; undefined: it did not. */
export const fingerprintOf = ({ details }: EnvironmentQuestion): string | undefined =>
  details.find(({ name }) => name === 'Fingerprint')?.value;

/** Whether what somebody was given is the fingerprint that ssh named, with or without the name of its kind. */
export function isSameFingerprint(given: string, named: string): boolean {
  const bare = (text: string) =>
    text
      .trim()
      .replace(/^SHA256:/i, '')
      .replace(/=+$/, '');
  return bare(given) !== '' && bare(given) === bare(named);
}
