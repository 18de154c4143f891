/** What ssh asks and tells in one try, and what it is answered. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Question } from './connection.ts';
import { EchoFilter } from './echo.ts';
import { type Asked, PromptReader } from './prompts.ts';
import { touchOf } from './touch.ts';

export interface DialogueOptions {
  /** As SshProgram has it; false too where questions and messages come from one terminal. */
  readonly marksServers: boolean;
  /** One terminal for what is asked and told (Windows). */
  readonly together: boolean;
  readonly clock: Clock;
  /** To be kept of the terminal. */
  readonly print: (text: string) => void;
  /** Another question, or none any more. */
  readonly changed: (question: Question | null) => void;
}

/** The end of the messages decides why ssh ended. */
const MOST_MESSAGES = 16 * 1024;
/** A question that is not recognised may just not have come to its end. */
const UNKNOWN_AFTER_MS = 200;
const LONGEST_ANSWER = 4_096;

export class Dialogue {
  readonly #options: DialogueOptions;
  readonly #prompts: PromptReader;
  readonly #echo = new EchoFilter();
  #messages = '';
  /** The line of the messages that has not ended. */
  #line = '';
  #touch: Asked | null = null;
  #question: Question | null = null;
  #noUnknown: () => void = () => {};
  #closed = false;

  constructor(options: DialogueOptions) {
    this.#options = options;
    this.#prompts = new PromptReader(options.marksServers);
  }

  get question(): Question | null {
    return this.#question;
  }

  /** The end of what ssh told. */
  get messages(): string {
    return this.#messages;
  }

  /** ssh's own terminal wrote this. */
  heardAsking(text: string): void {
    this.#prompts.read(text);
    const kept = this.#echo.pass(text);
    if (kept !== '') this.#options.print(kept);
    if (this.#options.together) this.#messages = (this.#messages + kept).slice(-MOST_MESSAGES);
    this.#look();
  }

  /** It came with ssh's messages. */
  heardTelling(text: string): void {
    this.#messages = (this.#messages + text).slice(-MOST_MESSAGES);
    this.#options.print(text);
    const lines = (this.#line + text).split('\n');
    this.#line = (lines.pop() ?? '').slice(-1_000);
    for (const line of lines) {
      const touch = touchOf(line);
      if (touch !== undefined) this.#touch = touch;
    }
    this.#look();
  }

  /** @returns what is to be typed; null: that question is not open, or this is no answer to it. */
  answer(questionId: string, text: string): string | null {
    const question = this.#question;
    if (question === null || question.id !== questionId) return null;
    if (question.kind === 'terminal' || question.kind === 'touch') return null;
    // A line break in it would answer what nobody has read yet.
    if (text.length > LONGEST_ANSWER || /[\r\n\0]/.test(text)) return null;
    if (question.secret) this.#echo.expect(text);
    return `${text}\r`;
  }

  /** This is about to be typed. */
  typing(data: string): void {
    this.#prompts.typed(data);
    this.#look();
  }

  /** Nothing is asked any more. */
  close(): void {
    this.#closed = true;
    this.#noUnknown();
    this.#set(null);
  }

  #look(): void {
    this.#noUnknown();
    if (this.#closed) return;
    const asked = this.#prompts.asked();
    if (asked?.kind !== 'terminal') return this.#set(asked ?? this.#touch);
    if (this.#question?.kind === 'terminal') return;
    this.#noUnknown = this.#options.clock.after(UNKNOWN_AFTER_MS, () => this.#set(asked));
  }

  #set(asked: Asked | null): void {
    const before = this.#question;
    if (asked === null && before === null) return;
    // The same question that came in two parts stays the same.
    const isSame = asked !== null && before !== null && sameQuestion(before, asked);
    if (isSame && before.text === asked.text) return;
    this.#question = asked === null ? null : { id: isSame ? before.id : randomUUID(), ...asked };
    this.#options.changed(this.#question);
  }
}

const sameQuestion = (before: Question, asked: Asked): boolean =>
  before.kind === asked.kind && before.from === asked.from && asked.text.startsWith(before.text);
