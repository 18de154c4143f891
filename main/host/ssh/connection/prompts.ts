/**
 * What ssh asks, recognised from its terminal. Pure; fed with what the terminal wrote and what was typed into it.
 *
 * Whom to believe: the terminal that this reads is only ssh's controlling terminal. What ssh tells (banners, messages of
 * the server, errors) goes to its stderr, which is another one (ssh-process.ts), so a banner never gets here. What is left
 * of the far side are the questions of keyboard-interactive, before which ssh writes `(user@host) ` itself (SshProgram
 * .marksServers). So a question is ssh's own only when all that stands there since the last answer is one of ssh's
 * sentences, from its first character; a server's question may hold such a sentence after a line break, and is still the
 * server's. Whatever else stands there is left to the terminal.
 */
import type { Question } from './connection.ts';
import { shownLine, shownText } from './shown-text.ts';

export type Asked = Omit<Question, 'id'>;

/** A server's question may be long; the rest of it is in the terminal. */
const LONGEST_TEXT = 2_000;
/** What is kept of one question. ssh's own are below this, but for key pictures and long lists of known names. */
const MOST_PENDING = 16 * 1024;

export class PromptReader {
  readonly #marksServers: boolean;
  #pending = '';
  #overflowed = false;
  /** Enter was pressed, and the line that shows it has not come yet. */
  #entered = false;
  #hostKey: Asked | null = null;
  #answered = '';

  constructor(marksServers: boolean) {
    this.#marksServers = marksServers;
  }

  /** Takes what the terminal wrote. */
  read(text: string): void {
    const whole = this.#pending + text;
    this.#overflowed ||= whole.length > MOST_PENDING;
    this.#pending = whole.slice(0, MOST_PENDING);
    if (this.#entered) this.#skipEcho();
  }

  /** Takes what is about to be typed. */
  typed(data: string): void {
    if (!/[\r\n]/.test(data)) return;
    this.#answered = this.#pending.trim();
    this.#pending = '';
    this.#overflowed = false;
    this.#entered = true;
  }

  /** What is being asked. Null: nothing. Kind `terminal`: something is, and it is not known what, or not yet to its end. */
  asked(): Asked | null {
    // ssh goes to the beginning of the line before it asks.
    const text = this.#pending.replace(/^\r+/, '');
    if (text.trim() === '') return null;
    if (!this.#overflowed && this.#marksServers) {
      const asked = recognise(text, this.#hostKey);
      if (asked !== null) {
        if (asked.kind === 'hostKey') this.#hostKey = asked;
        const again = text.trim() === this.#answered && asked.kind !== 'hostKey';
        return again ? { ...asked, details: { ...asked.details, again } } : asked;
      }
    }
    return { kind: 'terminal', from: 'ssh', text: '', secret: false, details: {} };
  }

  /**
   * After Enter the terminal shows the end of that line: what was typed where that may be seen, and a line break. Only if it
   * comes first: a second Enter shows nothing, and the line break in the question of a server must not count as its echo.
   */
  #skipEcho(): void {
    const echo = /^[^\r\n]*\r\n/.exec(this.#pending);
    if (echo !== null) {
      this.#pending = this.#pending.slice(echo[0].length);
      this.#entered = false;
    } else if (/\r[^\n]|[^\r]\n|^\n/.test(this.#pending)) {
      this.#entered = false;
    }
  }
}

function recognise(text: string, hostKey: Asked | null): Asked | null {
  // Before all others: what follows are a server's words, whatever they look like.
  if (text.startsWith('(')) return serverAsks(text);
  for (const [pattern, make] of OWN) {
    const found = pattern.exec(text);
    if (found !== null) return make(found, text);
  }
  // Asked again, when what was typed was neither: the key is still the one of before.
  return hostKey !== null && /^Please type 'yes', 'no' or the fingerprint: $/.test(text) ? hostKey : null;
}

function serverAsks(text: string): Asked | null {
  const found = /^\(([^()\s]{1,128})@([^()\s@]{1,255})\) ([\s\S]*)$/.exec(text);
  if (found === null) return null;
  const [, user = '', host = '', words = ''] = found;
  const kind = /^\s*password:?\s*$/i.test(words) ? 'password' : 'oneTimeCode';
  // Whether it may be seen is the server's choice, and not told; what is asked for is mostly a secret.
  return {
    kind,
    from: 'server',
    text: shownText(words, LONGEST_TEXT),
    secret: true,
    details: { user, host },
  };
}

const asks = (
  kind: Asked['kind'],
  text: string,
  details: Asked['details'],
  secret: boolean = true,
): Asked => ({ kind, from: 'ssh', text: shownText(text, LONGEST_TEXT), secret, details });

/** ssh's own sentences (sshconnect.c, sshconnect2.c, clientloop.c, ssh-pkcs11.c of OpenSSH 8.5 to 10), whole. */
const OWN: readonly (readonly [RegExp, (found: RegExpExecArray, text: string) => Asked])[] = [
  [
    /^The authenticity of host '([^'\r\n]{1,300})' can't be established[\s\S]*\n?Are you sure you want to continue connecting \(yes\/no(?:\/\[fingerprint\])?\)\? $/,
    ([, named = ''], text) => {
      const [, keyType, fingerprint] =
        /^(\S{1,40}) key fingerprint is:? (\S{1,200}?)\.?\r?$/m.exec(text) ?? [];
      const host = named.replace(/ \([^()]*\)$/, '');
      return asks(
        'hostKey',
        text,
        { host, ...(keyType !== undefined && fingerprint !== undefined ? { keyType, fingerprint } : {}) },
        false,
      );
    },
  ],
  [
    /^Enter passphrase for key '([^\r\n]{1,100})': $/,
    ([, key = ''], text) => asks('passphrase', text, { key: shownLine(key) }),
  ],
  [
    /^Enter PIN(?: and confirm user presence)? for (\S{1,40}) key (\S{1,200}): $/,
    ([, keyType = '', fingerprint = ''], text) => asks('pin', text, { keyType, fingerprint }),
  ],
  [
    /^Enter PIN for '([^\r\n]{1,100})': $/,
    ([, key = ''], text) => asks('pin', text, { key: shownLine(key) }),
  ],
  [
    /^(?:Enter|Retype) (\S{1,30})@([^\s@]{1,128})'s (?:old|new) password: $/,
    ([, user = '', host = ''], text) => asks('newPassword', text, { user, host }),
  ],
  [
    /^(\S{1,128})@([^\s@]{1,255})'s password: $/,
    ([, user = '', host = ''], text) => asks('password', text, { user, host }),
  ],
  [/^Accept updated hostkeys\? \(yes\/no\): $/, (_, text) => asks('confirm', text, {}, false)],
];
