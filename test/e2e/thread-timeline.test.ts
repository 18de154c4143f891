/** The timeline of a thread in a browser: what is drawn of it, and that its reader is never moved. */
import type { Page } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { previewed } from '../phone/preview/previewed.ts';
import type { ScriptedHost } from '../phone/scripted-host.ts';

const stage = previewed();
let page: Page;
afterEach(() => page.context().close());

declare global {
  interface Window {
    host: ScriptedHost;
  }
}

async function open(scene: string): Promise<void> {
  page = await stage.browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(stage.preview.scene(scene));
  // Until then only its end is there.
  await page.locator('li[data-row]').last().waitFor({ state: 'attached' });
}
const conversation = () => page.getByRole('region', { name: 'Conversation' });
const fromEnd = () =>
  conversation().evaluate((it) => Math.round(it.scrollHeight - it.clientHeight - it.scrollTop));
/** What stands at the top of the screen, and where. */
const atTop = () =>
  conversation().evaluate((box) => {
    const { top } = box.getBoundingClientRect();
    const rows = [...box.querySelectorAll<HTMLElement>('li[data-row]')];
    const row = rows.find((it) => it.getBoundingClientRect().bottom > top + 1);
    return { row: row?.dataset.row ?? null, top: Math.round((row?.getBoundingClientRect().top ?? 0) - top) };
  });
const scrollTo = (top: number) => conversation().evaluate((it, top) => it.scrollTo(0, top), top);
/** An agent begins to say something at the end. @returns its index. */
const speaks = () =>
  page.evaluate(() =>
    window.host.put('t1', {
      id: 'new',
      turn: 'turn1',
      at: Date.now(),
      type: 'agent',
      text: '',
      final: false,
      done: false,
    }),
  );
const drawnRows = () => conversation().locator('li[data-row]').count();

describe('a long thread', () => {
  it('opens at its newest item and draws little of the rest', async () => {
    await open('thread-numbered');
    await page.getByText('Message 199').waitFor();
    await expect.poll(fromEnd).toBe(0);
    expect(await drawnRows()).toBeLessThan(40);
  });

  it('of ten thousand items draws as few, and says how many there are', async () => {
    await open('thread-10000');
    await page.getByText('Message 9999').waitFor();
    await expect.poll(fromEnd).toBe(0);
    expect(await drawnRows()).toBeLessThan(40);
    const last = conversation().locator('li[data-row]').last();
    expect(await last.getAttribute('aria-setsize')).toBe('10001');
    expect(await last.getAttribute('aria-posinset')).toBe('10001');
  });

  it('fetches older pages as its reader scrolls up, and leaves what they read where it is', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    await conversation().hover();
    const firstOf = () =>
      page.evaluate(() => window.host.calls.filter((it) => it.method === 'thread/older').length);
    const seen: number[] = [];
    // A thumb's way up through all three pages: each step is seen where the last one left it.
    for (
      let step = 0;
      step < 400 && !(await page.getByText('Message 0', { exact: true }).isVisible());
      step += 1
    ) {
      await page.mouse.wheel(0, -700);
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      const { row } = await atTop();
      seen.push(Number(row?.split('/')[1]));
    }
    expect(await page.getByText('Message 0', { exact: true }).isVisible()).toBe(true);
    expect(await firstOf()).toBe(2);
    const jumps = seen.slice(1).filter((at, i) => at > seen[i]! || seen[i]! - at > 14);
    expect(jumps).toEqual([]);
  });

  it('stays where it is read while it grows at its end', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    await scrollTo(2000);
    await page.getByRole('button', { name: 'Jump to the end' }).waitFor();
    const before = await atTop();
    const height = await conversation().evaluate((it) => it.scrollHeight);
    const index = await speaks();
    await page.evaluate((index) => {
      for (let i = 0; i < 100; i += 1)
        window.host.log('t1', { type: 'append', index, text: `word ${i}\n\n` });
    }, index);
    await expect.poll(() => conversation().evaluate((it) => it.scrollHeight)).toBeGreaterThan(height);
    expect(await atTop()).toEqual(before);
    await page.getByRole('button', { name: 'Jump to the end' }).click();
    await page.getByText('word 99').waitFor();
    await expect.poll(fromEnd).toBe(0);
  });

  it('follows its end while text streams in, and while its window is made smaller by a keyboard', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    const index = await speaks();
    await page.evaluate(async (index) => {
      for (let i = 0; i < 60; i += 1) {
        window.host.log('t1', { type: 'append', index, text: `word ${i}\n\n` });
        await new Promise((done) => requestAnimationFrame(done));
      }
    }, index);
    await page.getByText('word 59').waitFor();
    await expect.poll(fromEnd).toBe(0);
    await page.setViewportSize({ width: 390, height: 500 });
    await expect.poll(fromEnd).toBe(0);
  });

  it('follows its end while more comes in each frame than a screen holds', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    await page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const item = (id: string, text: string) =>
        ({ id, turn: 'turn1', at: Date.now(), type: 'agent', text, final: false, done: false }) as const;
      for (let i = 0; i < 20; i += 1) {
        // Far higher than it was held for, so that the virtualiser wants to be farther down than there is anything yet.
        const index = window.host.put('t1', item(`grows-${i}`, 'word\n\n'.repeat(60)));
        for (let n = 0; n <= i % 3; n += 1) await frame();
        window.host.log('t1', { type: 'append', index, text: 'word\n\n'.repeat(400) });
        window.host.put('t1', item(`end-${i}`, `end ${i}`));
        await frame();
      }
    });
    await page.getByText('end 19').waitFor();
    await expect.poll(fromEnd).toBe(0);
    expect(await page.getByRole('button', { name: 'Jump to the end' }).count()).toBe(0);
  });

  it('lets go of a reader who scrolls up from the end while much streams in, and leaves them there', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    const index = await speaks();
    const [to, after] = await conversation().evaluate(async (it, index) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      let to = 0;
      for (let i = 0; i < 60; i += 1) {
        window.host.log('t1', { type: 'append', index, text: `word ${i}\n\n`.repeat(2) });
        await frame();
        if (i !== 40) continue;
        // Between two frames, as a thumb does.
        await new Promise((done) => setTimeout(done));
        it.scrollTop -= 900;
        to = it.scrollTop;
      }
      await frame();
      await frame();
      return [to, it.scrollTop];
    }, index);
    expect(after).toBe(to);
    await page.getByRole('button', { name: 'Jump to the end' }).waitFor();
  });

  it('lets go of a reader also where text comes between their scrolling and its event', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    const index = await speaks();
    const [to, after] = await conversation().evaluate(async (it, index) => {
      const text = (text: string) => window.host.log('t1', { type: 'append', index, text });
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      text('word\n\n'.repeat(40));
      await frame();
      await frame();
      let heard = false;
      it.addEventListener('scroll', () => (heard = true), { once: true, capture: true });
      it.scrollTop -= 900;
      const to = it.scrollTop;
      const { scrollHeight } = it;
      // Drawn before anything is said of the scrolling.
      for (let i = 0; !heard && it.scrollHeight === scrollHeight; i += 1) {
        text(`word ${i}\n\n`);
        await Promise.resolve();
      }
      if (heard) throw new Error('the scrolling was told of first');
      await frame();
      await frame();
      return [to, it.scrollTop];
    }, index);
    expect(after).toBe(to);
    const jump = page.getByRole('button', { name: 'Jump to the end' });
    // Pressed while their thumb's last scrolling still goes on.
    await jump.waitFor();
    await conversation().evaluate((it) => {
      it.scrollTop -= 300;
      for (const each of document.querySelectorAll('button'))
        if (each.textContent === 'Jump to the end') each.click();
    });
    await expect.poll(() => jump.count()).toBe(0);
    expect(await fromEnd()).toBe(0);
  });

  it('leaves a reader where they scroll to while what streamed in is still to be counted, far above', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    const index = await speaks();
    const streamed = await conversation().evaluate(async (it, index) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const item = (id: string) =>
        ({ id, turn: 'turn1', at: 0, type: 'agent', text: 'behind', final: false, done: false }) as const;
      for (let i = 0; i < 20; i += 1) {
        window.host.log('t1', { type: 'append', index, text: `word ${i}\n\n` });
        await frame();
      }
      for (let i = 0; i < 60; i += 1) window.host.put('t1', item(`behind-${i}`));
      for (let i = 0; i < 5; i += 1) await frame();
      it.scrollTop -= 300;
      for (let i = 0; i < 5; i += 1) await frame();
      return it.textContent.includes('word 19');
    }, index);
    expect(streamed).toBe(false);
    // Nothing has come below them since.
    expect(Math.abs((await fromEnd()) - 300)).toBeLessThan(2);
  });

  it('has room for all that streamed in once that is not drawn any more', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    const height = () => conversation().evaluate((it) => it.scrollHeight);
    // So that the heights of those above are known.
    for (const up of [2_500, 2_000, 1_500, 1_000, 500, -844]) {
      await scrollTo((await height()) - 844 - up);
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
    }
    await expect.poll(fromEnd).toBe(0);
    const index = await speaks();
    await page.evaluate(async (index) => {
      for (let i = 0; i < 100; i += 1) {
        window.host.log('t1', { type: 'append', index, text: `word ${i}\n\n` });
        await new Promise((done) => requestAnimationFrame(done));
      }
    }, index);
    await page.getByText('word 99').waitFor();
    const end = page.getByText('word 99');
    const drawn = await height();
    const row = await end.evaluate((it) => it.closest('li')!.getBoundingClientRect().height);
    await scrollTo(drawn - row - 2_300);
    await expect.poll(() => end.count()).toBe(0);
    // Heights are counted in whole pixels.
    expect(Math.abs((await height()) - drawn)).toBeLessThan(20);
  });

  it('knows how high was what streamed in, also where much came behind it at once', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    await page.evaluate(async () => {
      const item = (id: string, text: string) =>
        ({ id, turn: 'turn1', at: Date.now(), type: 'agent', text, final: false, done: false }) as const;
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const index = window.host.put('t1', item('new', ''));
      for (let i = 0; i < 40; i += 1) {
        window.host.log('t1', { type: 'append', index, text: `word ${i}\n\n` });
        await frame();
      }
      for (let i = 0; i < 60; i += 1) window.host.put('t1', item(`behind-${i}`, `behind ${i}`));
    });
    const streamed = page.getByText('word 39');
    await page.getByText('behind 59').waitFor();
    await expect.poll(() => streamed.count()).toBe(0);
    await expect.poll(fromEnd).toBe(0);
    const height = () => conversation().evaluate((it) => it.scrollHeight);
    // Those in front of it are drawn, and their heights known.
    for (let step = 0; step < 40 && (await streamed.count()) === 0; step += 1) {
      const before = await height();
      await conversation().evaluate((it) => {
        it.scrollTop -= 60;
      });
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      if ((await streamed.count()) > 0) expect(Math.abs((await height()) - before)).toBeLessThan(200);
    }
    await streamed.waitFor({ state: 'attached' });
  });

  it('of a sub-agent is searched as any other', async () => {
    await open('nested');
    await page.getByRole('button', { name: 'Search this thread' }).click();
    await page.getByRole('searchbox', { name: 'Search this thread' }).fill('building');
    await page.getByText('1 of 1').waitFor();
    // It was folded away in an output.
    await page.getByText('building…').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').waitFor();
  });

  it('keeps what was unfolded, and the focus, of a row that is scrolled past', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    const fold = page.getByRole('button', { name: 'echo 198' });
    const place = await fold.boundingBox();
    await fold.click();
    await page.getByText('exit code 0').waitFor();
    // What is unfolded at the end stays under the thumb.
    expect((await fold.boundingBox())!.y).toBe(place!.y);
    await scrollTo(500);
    // Drawn there: a row lies across the upper edge.
    await expect.poll(async () => (await atTop()).top).toBeLessThanOrEqual(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('echo 198');
    await conversation().focus();
    await scrollTo(600);
    await expect.poll(() => fold.count()).toBe(0);
    await page.getByRole('button', { name: 'Jump to the end' }).click();
    await page.getByText('exit code 0').waitFor();
    expect(await fold.getAttribute('aria-expanded')).toBe('true');
  });

  it('is searched where the browser’s own search sees only what is drawn', async () => {
    await open('thread-numbered');
    await expect.poll(fromEnd).toBe(0);
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox', { name: 'Search this thread' }).fill('Message 105');
    await page.getByText('1 of 1').waitFor();
    await expect.poll(() => page.getByText('Message 105', { exact: true }).isVisible()).toBe(true);
    // Folded away in an output, on a page that was not loaded yet.
    await page.getByRole('searchbox').fill('echo 43');
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.getByText('1 of 1').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'echo 43' }).isVisible()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('LI');
  });
});

it('runs nothing of what an agent says, is not made wider by it, and goes on', async () => {
  await open('thread-hostile');
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  for (const name of [/\.html/, /^Done: echo/]) {
    await page.getByRole('button', { name }).first().scrollIntoViewIfNeeded();
    await page.getByRole('button', { name }).first().click();
  }
  await page.getByText('1 line', { exact: true }).waitFor();
  // Past everything, so that all of it was drawn.
  for (let top = await conversation().evaluate((it) => it.scrollHeight); top > 0; top -= 3000)
    await scrollTo(top);
  await scrollTo(0);
  await page.getByText('turned').waitFor();
  expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await conversation().evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
  expect(errors).toEqual([]);
});

it('colours code to its last line, and changes nothing of what it says', async () => {
  await open('thread-numbered');
  const code = Array.from({ length: 70 }, (_, at) => `const value${at} = 'text ${at}';`).join('\n');
  await page.evaluate(
    (text) =>
      window.host.put('t1', {
        id: 'code',
        turn: 'turn1',
        at: Date.now(),
        type: 'agent',
        text,
        final: false,
        done: true,
      }),
    `\`\`\`ts\n${code}\n\`\`\``,
  );
  const shown = page.getByRole('figure', { name: 'Code' }).last().locator('code');
  await shown.waitFor();
  // The keyword and the text of each line have an ink of their own.
  await expect.poll(() => shown.locator('span[class] span[class]').count()).toBeGreaterThanOrEqual(140);
  expect(await shown.evaluate((it) => it.textContent)).toBe(code);
  await shown.evaluate((it) => it.scrollIntoView({ block: 'end' }));
  expect(await shown.locator('span', { hasText: /^'text 69'$/ }).count()).toBe(1);
});

it('lists a thousand files of one change, and a file of thousands of lines, in parts', async () => {
  await open('thread-many-files');
  const files = page.getByRole('button', { name: /package\.json/ });
  const more = (words: string) => page.getByRole('button', { name: words, exact: true });
  await more('Show 200 of 950 more files').waitFor();
  expect(await files.count()).toBe(49);
  await page.getByRole('button', { name: /generated\.ts/ }).click();
  await page.getByText('export const n0 = 0;').waitFor();
  const lines = () => page.getByText(/export const n\d/).count();
  await expect.poll(lines).toBe(400);
  await more('Show 1,600 of 4,600 more lines').click();
  await expect.poll(lines).toBe(2_000);
  for (const rest of [950, 750, 550, 350]) await more(`Show 200 of ${rest} more files`).click();
  await more('Show 150 more files').click();
  await expect.poll(() => files.count()).toBe(999);
});

it('shows of a long output its end, the rest when asked, and that the host has lost the beginning', async () => {
  await open('thread-outputs');
  for (const name of ['one endless line', 'cat everything']) await page.getByRole('button', { name }).click();
  const printed = page.getByRole('figure', { name: /cat everything/ });
  await printed.getByText(/^3999 /m).waitFor();
  const length = async () => (await printed.innerText()).length;
  expect(await length()).toBeLessThan(30_000);
  const earlier = page.getByRole('button', { name: /^Show earlier output/ }).first();
  const lost = page.getByText('The beginning is not kept any more.');
  expect(await lost.count()).toBe(0);
  for (let before = await length(); (await lost.count()) === 0; before = await length()) {
    await earlier.click();
    await expect.poll(length).toBeGreaterThan(before);
  }
  expect(await printed.innerText()).toMatch(/^0 /);
  expect(await conversation().evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
});
