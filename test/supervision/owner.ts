/** What an owner does with a thread as a whole and with what they say, step by step, whatever their hand. */
import { expect } from 'vitest';
import { eventually, idle, nothingIsMissing, type Person, pair, plain, say, stream } from './supervision.ts';
import type { TouchHand } from './touch.ts';

export interface Owner extends Person {
  readonly hand: TouchHand;
}

/** One grey pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

const shows = ({ hand }: Owner, text: string): Promise<void> =>
  eventually(async () => expect(plain(await hand.conversation())).toContain(text));
const region = ({ hand }: Owner, name: string) => hand.page.getByRole('region', { name });
const prompts = async ({ host, name }: Owner): Promise<string[]> =>
  (await host.said(`[gated ${name}]`)).filter(({ by }) => by === 'user').map(({ text }) => text);
/** What was sent to the model last. */
const heard = ({ host, name }: Owner): string =>
  JSON.stringify(
    host.model.requests.findLast(({ body }) => JSON.stringify(body).includes(`[gated ${name}]`))?.body,
  );

/** What is for after the turn waits in sight; what is taken back is never said, what stays is said once. */
async function queue(owner: Owner): Promise<void> {
  const { hand, host, name } = owner;
  const waiting = region(owner, 'Waits to be said');
  await hand.choose(hand.page.getByRole('radio', { name: 'Later, after this turn' }));
  for (const text of [`keep, ${name}`, `drop, ${name}`]) {
    await hand.write('Message for after this turn', text);
    await hand.press('button', 'Queue for after this turn');
    await waiting.getByText(text).waitFor();
  }
  expect(await waiting.getByText(`from ${name}`).count()).toBe(2);
  await hand.press('button', `Take back: drop, ${name}`);
  await waiting.getByText(`drop, ${name}`).waitFor({ state: 'detached' });
  const field = hand.page.getByRole('textbox', { name: 'Message for after this turn' });
  await eventually(async () => expect(await field.inputValue()).toBe(`drop, ${name}`));
  await hand.write('Message for after this turn', '');
  host.model.release(name);
  await waiting.waitFor({ state: 'detached' });
  await eventually(async () => expect(await prompts(owner)).toEqual([`[gated ${name}]`, `keep, ${name}`]));
  await idle(owner);
}

/** Completed while it is typed, and obeyed. */
async function slash(owner: Owner): Promise<void> {
  const { hand } = owner;
  await hand.write('Message to the agent', '/');
  await hand.page.keyboard.type('pl');
  await hand.take(hand.page.getByRole('option', { name: /^\/plan/ }));
  await hand.page.keyboard.type('[plain] What would you do?');
  await hand.press('button', 'Send');
  await shows(owner, 'You: [plain] What would you do?');
  await eventually(() => expect(heard(owner)).toContain('Plan Mode (Conversational)'));
  await idle(owner);
}

/** It goes with the words, the model sees it, and it shows in what was said. */
async function photo(owner: Owner): Promise<void> {
  const { hand } = owner;
  const chooser = hand.page.waitForEvent('filechooser');
  await hand.press('button', 'Attach a photo or file');
  await (await chooser).setFiles([
    { name: 'beam.png', mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') },
  ]);
  await hand.page.getByRole('list', { name: 'Attached' }).getByText('KB').waitFor();
  await say(owner, '[plain] What is on it?');
  await shows(owner, 'You: [plain] What is on it?');
  await eventually(() => expect(heard(owner)).toContain('data:image/'));
  await region(owner, 'Conversation').getByRole('button', { name: 'Enlarge the picture' }).waitFor();
  await idle(owner);
}

async function inMenu({ hand, name }: Owner, act: RegExp): Promise<void> {
  await hand.press('button', `More about [gated ${name}]`);
  await hand.use(hand.page.getByRole('dialog').getByRole('button', { name: act }));
  await hand.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Nothing starts in it until it is resumed, and then what was said is said once. */
async function pause(owner: Owner): Promise<void> {
  const { hand, name } = owner;
  await inMenu(owner, /^Pause/);
  const bar = hand.page.getByText('Paused: nothing starts in this thread until it is resumed.');
  await bar.waitFor();
  const before = await prompts(owner);
  await say(owner, `[plain] Now, ${name}`);
  await shows(owner, 'Not sent');
  await shows(owner, 'This thread is paused, so nothing was started. Resume it first.');
  expect(await prompts(owner)).toEqual(before);
  await hand.press('button', 'Resume');
  await bar.waitFor({ state: 'detached' });
  await hand.press('button', 'Send again');
  await eventually(async () => expect(await prompts(owner)).toEqual([...before, `[plain] Now, ${name}`]));
  await idle(owner);
}

/** Out of the lists, and back in them with all that stood in it. */
async function archive(owner: Owner): Promise<void> {
  const { hand, name } = owner;
  const row = hand.page.getByRole('button', { name: new RegExp(`(?<!More about )\\[gated ${name}\\]`) });
  await inMenu(owner, /^Archive/);
  await hand.finds('navigation', 'Main');
  await row.waitFor({ state: 'detached' });
  await hand.press('button', 'Threads');
  await hand.press('button', 'Archived threads');
  const bringBack = `Bring back [gated ${name}]`;
  await hand.press('button', bringBack);
  await hand.page.getByRole('button', { name: bringBack }).waitFor({ state: 'detached' });
  await hand.press('button', 'Back');
  if ((await row.innerText()).includes('New:'))
    throw new Error('to whoever brought it back it is news that it is there');
  await hand.use(row);
  await idle(owner);
}

const STEPS = [pair, stream, queue, slash, photo, pause, archive, nothingIsMissing];

/** @throws what did not come true, with the step and the person */
export async function own(owner: Owner): Promise<void> {
  for (const step of STEPS) {
    try {
      await step(owner);
    } catch (error) {
      const shown = await owner.hand.page.locator('body').innerText();
      throw new Error(`${owner.name}, ${step.name}: ${(error as Error).message}\nShown: ${shown}`, {
        cause: error,
      });
    }
  }
}
