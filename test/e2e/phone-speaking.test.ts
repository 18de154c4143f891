/** Where a person speaks, in a browser: by the keyboard and by names alone, at the smallest size. */
import type { Page } from 'playwright';
import { PNG } from 'pngjs';
import { afterEach, describe, expect, it } from 'vitest';
import { ATTACHMENT_LIMIT } from '../../protocol/session/attachment.ts';
import { previewed } from '../phone/preview/previewed.ts';
import { axeFindings } from './control-panel/axe.ts';

const stage = previewed();
let page: Page;
afterEach(() => page.context().close());

async function open(scene: string): Promise<void> {
  const context = await stage.browser.newContext({ viewport: { width: 360, height: 640 } });
  page = await context.newPage();
  await page.goto(stage.preview.scene(scene));
  await page.getByRole('button', { name: /^How it goes on/ }).waitFor();
}
const field = () => page.getByRole('textbox', { name: /the agent|after this turn/ });
const how = () => page.getByRole('button', { name: /^How it goes on/ });
const expectAccessible = async (): Promise<void> => expect(await axeFindings(page)).toEqual([]);
const calls = (method: string): Promise<unknown[]> =>
  page.evaluate(
    (name) => window.host.calls.filter((call) => call.method === name).map(({ params }) => params),
    method,
  );

describe('a command', () => {
  it('is completed and given by the keyboard, in a field that says what is chosen', async () => {
    await open('speaking');
    await field().pressSequentially('/');
    const list = page.getByRole('listbox', { name: 'Commands' });
    await list.getByRole('option', { name: /^\/model/, selected: true }).waitFor();
    await expectAccessible();
    await field().press('ArrowDown');
    await field().press('ArrowDown');
    const chosen = list.getByRole('option', { selected: true });
    expect(await chosen.innerText()).toMatch(/^\/plan/);
    expect(await field().getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'));
    await field().press('Tab');
    expect(await field().inputValue()).toBe('/plan ');
    await field().pressSequentially('Turn the lamp.');
    await field().press('Control+Enter');
    await expect
      .poll(() => calls('turn/start'))
      .toMatchObject([{ text: 'Turn the lamp.', options: { mode: 'plan' } }]);
    expect(await field().inputValue()).toBe('');
  });

  it('Escape closes the list and leaves the words, and a value that is not there is not sent', async () => {
    await open('speaking');
    await field().pressSequentially('/effort ul');
    await page.getByRole('listbox').waitFor();
    await field().press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await field().pressSequentially('x');
    await field().press('Control+Enter');
    await page.getByRole('alert').getByText('There is no “ulx” to choose with /effort.').waitFor();
    expect(await field().inputValue()).toBe('/effort ulx');
    expect(await calls('turn/start')).toEqual([]);
  });

  it('stop stops at once', async () => {
    await open('speaking');
    await field().pressSequentially('/st');
    await page.getByRole('option', { name: /^\/stop/, selected: true }).waitFor();
    await field().press('Enter');
    await expect.poll(() => calls('turn/stop')).toHaveLength(1);
  });
});

it('a photo is made smaller on the phone, stands in sight, and goes without words, too', async () => {
  await open('speaking');
  // 3000 pixels wide, and as a file more than may go with a message.
  const photo = PNG.sync.write(new PNG({ width: 3000, height: 1800 }), { deflateLevel: 0 });
  expect(photo.length).toBeGreaterThan(ATTACHMENT_LIMIT);
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach a photo or file' }).click();
  await (await chooser).setFiles([
    { name: 'beach.png', mimeType: 'image/png', buffer: photo },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('A lamp.') },
  ]);
  const list = page.getByRole('list', { name: 'Attached' });
  await list.getByText('KB').nth(1).waitFor();
  await expectAccessible();
  const sent = (await calls('attachment/put')) as { name: string; kind: string; data: string }[];
  expect(sent.map(({ name, kind }) => [name, kind]).sort()).toEqual([
    ['beach.png', 'image'],
    ['notes.txt', 'file'],
  ]);
  const jpeg = Buffer.from(sent.find(({ kind }) => kind === 'image')!.data, 'base64url');
  const sides = await page.evaluate(
    async (bytes) => {
      const { width, height } = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      return [width, height];
    },
    [...jpeg],
  );
  expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  expect(sides).toEqual([2048, 1229]);
  await list.getByRole('button', { name: 'Remove notes.txt' }).click();
  // Nobody has to say anything with it.
  await page.getByRole('button', { name: 'Send, to steer' }).click();
  await expect
    .poll(() => calls('turn/start'))
    .toMatchObject([{ text: 'Look at this picture.', attachments: [expect.any(String)] }]);
  await list.waitFor({ state: 'detached' });
});

it('what the host offers is shown, branch and changed files first, and nothing of it can be changed', async () => {
  await open('speaking');
  await page.getByRole('button', { name: /Fix the failing beam tests/ }).click();
  await page.getByRole('button', { name: 'What this host offers' }).click();
  const sheet = page.getByRole('dialog', { name: 'What this host offers' });
  await sheet.getByText('On branch lamps').waitFor();
  await sheet.getByText('and 102 more').waitFor();
  await sheet.getByText('Needs a sign-in at the computer · 0 tools').waitFor();
  await expectAccessible();
  expect(await sheet.getByRole('button').count()).toBe(1);
});

it('a file of the project is found by a part of its name, and put in by its path', async () => {
  await open('speaking');
  await field().pressSequentially('Look at @beam');
  const list = page.getByRole('listbox', { name: 'Files of the project' });
  await list.getByRole('option', { name: /how the beam turns\.md/ }).waitFor();
  await list.getByRole('option', { name: /beam\.test\.ts/ }).click();
  expect(await field().inputValue()).toBe('Look at test/beam.test.ts ');
  await field().pressSequentially('and @turns');
  await list.getByRole('option', { name: /how the beam turns\.md/, selected: true }).waitFor();
  await field().press('Enter');
  expect(await field().inputValue()).toBe('Look at test/beam.test.ts and "docs/how the beam turns.md" ');
  await list.waitFor({ state: 'detached' });
});

it('mode, model and effort are chosen in a sheet, and go with the next message', async () => {
  await open('speaking');
  await how().click();
  const sheet = page.getByRole('dialog', { name: 'How it goes on' });
  await sheet.getByRole('radio', { name: /^Ask/ }).check();
  await sheet.getByRole('radio', { name: /^GPT-5.5/ }).check();
  // What this model does not have is not offered, and what it had is not kept.
  expect(await sheet.getByRole('radio', { name: /^high/ }).count()).toBe(0);
  expect(await sheet.getByRole('radio', { name: /^medium/ }).isChecked()).toBe(true);
  await expectAccessible();
  await sheet.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'How it goes on: Ask · GPT-5.5 · medium' }).waitFor();
  await field().fill('What is that?');
  await page.getByRole('button', { name: 'Send, to steer' }).click();
  await expect
    .poll(() => calls('turn/start'))
    .toMatchObject([{ text: 'What is that?', options: { mode: 'ask', model: 'gpt-5.5', effort: 'medium' } }]);
});

it('a new thread begins as the last one in its project', async () => {
  await open('speaking-new');
  const start = async (text: string) => {
    await page.getByRole('textbox', { name: 'What to do' }).fill(text);
    await page.getByRole('button', { name: 'Start' }).click();
  };
  await how().click();
  await page.getByRole('radio', { name: /^Plan/ }).check();
  await page.getByRole('button', { name: 'Done' }).click();
  await start('One.');
  await expect.poll(() => calls('thread/start')).toMatchObject([{ options: { mode: 'plan' } }]);
  // A page of its own: the address alone would lead to where this one is.
  page = await page.context().newPage();
  await page.goto(stage.preview.scene('speaking-new'));
  await page.getByRole('button', { name: 'How it goes on: Plan · GPT-6.1-Sol' }).waitFor();
  await start('Two.');
  await expect.poll(() => calls('thread/start')).toMatchObject([{ text: 'Two.', options: { mode: 'plan' } }]);
});

it('what is for after this turn waits in sight, and comes back into the field', async () => {
  await open('speaking');
  await page.getByRole('radio', { name: 'Later, after this turn' }).check();
  await field().fill('Then tidy up.');
  await page.getByRole('button', { name: 'Queue for after this turn' }).click();
  const queue = page.getByRole('region', { name: 'Waits to be said' });
  await queue.getByText('Then tidy up.').waitFor();
  await expectAccessible();
  await field().fill('Before that:');
  await queue.getByRole('button', { name: 'Take back: Then tidy up.' }).click();
  await queue.waitFor({ state: 'detached' });
  await expect.poll(() => field().inputValue()).toBe('Before that:\nThen tidy up.');
  expect(await calls('turn/start')).toEqual([]);
});

it('what is held says why, and goes on when told', async () => {
  await open('speaking-held');
  await page.getByText('The turn before it failed, so it waits for you.').waitFor();
  await expectAccessible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => calls('thread/goal')).toMatchObject([{ change: { kind: 'resume' } }]);
  await page.getByRole('button', { name: 'Say it now' }).click();
  await page.getByRole('region', { name: 'Waits to be said' }).waitFor({ state: 'detached' });
});

it('what the agent had not read when its turn ended says so, and is sent again as another request', async () => {
  page = await stage.browser.newPage({ viewport: { width: 360, height: 640 } });
  await page.clock.install();
  await page.goto(stage.preview.scene('speaking'));
  await field().fill('Turn the lamp.');
  await page.getByRole('button', { name: 'Send' }).click();
  const sent = page.getByText('Sent', { exact: true });
  await sent.waitFor();
  // It may run for hours before the agent reads on.
  await page.clock.fastForward(3_600_000);
  expect(await sent.isVisible()).toBe(true);
  await page.evaluate(() => {
    const { turn } = window.host.page('t1');
    window.host.log('t1', { type: 'turn', turn: { ...turn!, state: 'void', endedAt: Date.now() } });
    window.host.changeThread('t1', { status: 'failed' });
  });
  await page.getByText('Working', { exact: true }).first().waitFor({ state: 'detached' });
  await page.clock.fastForward(5_000);
  expect(await sent.isVisible()).toBe(true);
  await page.clock.fastForward(5_000);
  await page.getByRole('alert').getByText('Not read by the agent').waitFor();
  await expectAccessible();
  await page.getByRole('button', { name: 'Send again' }).click();
  await sent.waitFor();
  const [first, again] = (await calls('turn/start')) as { requestId: string; text: string }[];
  expect([first!.text, again!.text]).toEqual(['Turn the lamp.', 'Turn the lamp.']);
  expect(first!.requestId).not.toBe(again!.requestId);
});

it('nothing is cut off, and stop stays in reach, with text twice as large', async () => {
  await open('speaking-held');
  await page.addStyleTag({ content: 'html { font-size: 200% }' });
  const { width, height } = page.viewportSize()!;
  for (const name of ['Stop', /^Send/, /^How it goes on/, 'Say it now']) {
    const box = await page.getByRole('button', { name }).boundingBox();
    expect(box, String(name)).not.toBeNull();
    expect(box!.x + box!.width, String(name)).toBeLessThanOrEqual(width);
    expect(box!.y + box!.height, String(name)).toBeLessThanOrEqual(height);
    expect(box!.height, String(name)).toBeGreaterThanOrEqual(44);
  }
});
