/**
 * A whole supervision, step by step, as every person of these tests does it: pair, stream, steer, approve, stop, reconnect.
 * What it ends with is what Codex itself keeps of the thread.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Wire } from '../faults/wire.ts';
import { PATIENCE } from '../patience.ts';
import type { Hand } from './hand.ts';
import type { Said, SupervisedHost } from './supervised-host.ts';

export interface Person {
  readonly hand: Hand;
  readonly host: SupervisedHost;
  /** Their own way to the relay. */
  readonly way: Wire;
  /** One word, of one person only; their phone's name too. */
  readonly name: string;
}

/** A port at which nobody answers. */
const NOWHERE = 1;

/** An action asks twice: at the gate whether it may be tried, then by the agent whether it may leave its sandbox. */
const QUESTIONS = ['In the sandbox.', 'Outside the sandbox.'];

/** Like `expect.poll`, which several people at once cannot use. */
export const eventually = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check, PATIENCE);

const shows = ({ hand }: Person, text: string): Promise<void> =>
  eventually(async () => expect(await hand.conversation()).toContain(text));
/** What the conversation shows below a prompt that was sent once. */
export const below = async ({ hand }: Person, prompt: string): Promise<string> =>
  plain(await hand.conversation()).split(SHOWN.user(prompt))[1] ?? '';

/** Says it to the agent that waits for a message. */
export async function say({ hand }: Person, text: string): Promise<void> {
  await hand.write('Message to the agent', text);
  await hand.press('button', 'Send');
}

/** A turn is over when the composer offers a new message again. */
export const idle = ({ hand }: Person): Promise<void> => hand.finds('textbox', 'Message to the agent');

export async function pair({ hand, host, name }: Person): Promise<void> {
  await host.pairing(async (link) => {
    await hand.open(link);
    await hand.press('button', 'Pair');
    await hand.finds('list', 'Check words');
    const words = await hand.entries('Check words');
    const { devices } = await host.host.api.snapshot();
    expect(devices.map(({ checkWords }) => checkWords)).toContainEqual(words);
    await hand.write('A name for this phone', name);
    await hand.press('button', 'They match');
    await hand.finds('navigation', 'Main');
  });
}

export async function stream(person: Person): Promise<void> {
  const { hand, host, name } = person;
  host.model.hold(name);
  await hand.press('button', 'New thread');
  await hand.write('What to do', `[gated ${name}]`);
  await hand.press('button', 'Start');
  await shows(person, 'First half,');
  expect(await hand.conversation()).not.toContain('second half');
}

/** What is said while a turn runs is heard in that turn. */
export async function steer(person: Person): Promise<void> {
  const { hand, host, name } = person;
  await hand.write('Steer the agent', `mind the gap, ${name}`);
  await hand.press('button', 'Send, to steer');
  await shows(person, `mind the gap, ${name}`);
  host.model.release(name);
  await shows(person, `second half. Steered: mind the gap, ${name}`);
  await idle(person);
}

export async function approve(person: Person): Promise<void> {
  const { hand, host, name } = person;
  const file = join(host.codex.root, `approved by ${name}`);
  await say(person, `[ask-run echo yes > '${file}']`);
  for (const question of QUESTIONS) {
    await eventually(async () => expect(await hand.sheet()).toContain(question));
    expect(await hand.sheet()).toContain(`echo yes > '${file}'`);
    expect(existsSync(file)).toBe(false);
    await hand.press('button', 'Hold to approve', 'held');
  }
  await eventually(() => expect(existsSync(file)).toBe(true));
  await idle(person);
  expect(readFileSync(file, 'utf8')).toBe('yes\n');
}

/** Stop ends what runs, not only the turn. It is pressed once Codex has said what runs, as a person sees it. */
export async function stop(person: Person): Promise<void> {
  const { hand, host, name } = person;
  // The whole path: another run of these tests, elsewhere on this machine, has people of the same names.
  const marker = join(host.codex.workspace, `never-made-by-${name}`);
  await say(person, `[run-until ${marker}]`);
  await eventually(() => expect(running(marker)).toBeGreaterThan(0));
  await shows(person, 'while [ ! -e');
  await hand.press('button', 'Stop');
  await eventually(() => expect(running(marker)).toBe(0));
  await idle(person);
  await shows(person, 'Stopped');
}

/** Cut off in the middle of an answer, whose end comes while nothing gets through; then the page is loaded anew. */
export async function reconnect(person: Person): Promise<void> {
  const { hand, host, way, name } = person;
  const { target } = way;
  const prompt = `[gated ${name}-cut]`;
  const answered = (answer: string) =>
    eventually(async () => expect(await below(person, prompt)).toContain(answer));
  host.model.hold(`${name}-cut`);
  await say(person, prompt);
  await answered('First half,');
  way.target = NOWHERE;
  way.break('reset');
  host.model.release(`${name}-cut`);
  const kept = async () => (await host.said(firstPrompt(name))).at(-1)?.text;
  await eventually(async () => expect(await kept()).toBe('First half, second half.'));
  expect(await below(person, prompt)).not.toContain('second half.');
  way.target = target;
  await answered('First half, second half.');
  await idle(person);
  await hand.reload();
  await answered('First half, second half.');
}

/** What was said by whom stands in the conversation as Codex itself keeps it: all of it, once, in its order. */
export async function nothingIsMissing({ hand, host, name }: Person): Promise<void> {
  const kept = await host.said(firstPrompt(name));
  expect(await shownOf(hand, kept)).toEqual(kept.map(({ by, text }) => plain(SHOWN[by](text))));
  const prompts = kept.filter(({ by }) => by === 'user');
  expect(new Set(prompts.map(({ text }) => text)).size, 'each prompt was sent once').toBe(prompts.length);
}

/** Of the rows of the conversation those that say something of this kind: of commands the one that they name. */
async function shownOf(hand: Hand, kept: readonly Said[]): Promise<string[]> {
  const agents = new Set(kept.filter(({ by }) => by === 'agent').map(({ text }) => plain(text)));
  const commands = kept.filter(({ by }) => by === 'command').map(({ text }) => plain(SHOWN.command(text)));
  return (await hand.rows()).map(plain).flatMap((row) => {
    if (row.startsWith(SHOWN.user('')) || agents.has(row)) return [row];
    const command = commands.find((each) => row.includes(each));
    return command === undefined ? [] : [command];
  });
}

const STEPS = [pair, stream, steer, approve, stop, reconnect, nothingIsMissing];

/** @param between runs behind each step. @throws what did not come true, with the step and the person */
export async function supervise(
  person: Person,
  between: (step: string) => Promise<void> = async () => {},
): Promise<void> {
  for (const step of STEPS) {
    try {
      await step(person);
      await between(step.name);
    } catch (error) {
      const shown = (await person.hand.conversation()).slice(-400);
      throw new Error(`${person.name}, ${step.name}: ${(error as Error).message}\nShown last: ${shown}`, {
        cause: error,
      });
    }
  }
}

const firstPrompt = (name: string): string => `[gated ${name}]`;
export const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** How what Codex keeps begins or stands on the screen. */
const SHOWN: Record<Said['by'], (text: string) => string> = {
  user: (text) => `You: ${text}`,
  agent: (text) => text,
  // Codex keeps a command with the shell that ran it.
  command: (text) => /^\S*sh -lc (['"])(.*)\1$/s.exec(text)?.[2] ?? text,
};

/** Processes whose command line holds the marker, the shells of Codex's sandbox among them. */
const running = (marker: string): number =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(marker);
      } catch {
        return false; // it ended meanwhile
      }
    }).length;
