/** The card of each kind of action in a real browser, on a phone and at the desk: for everybody, and what it lets a person do. */
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { CARD_NAMES, type CardName, TWELVE } from '../cards.ts';
import { HELD } from '../held.ts';
import { previewed } from '../phone/preview/previewed.ts';
import { openCardAtDesk, openCardOnPhone, pageOnPhone } from './card-pages.ts';
import { axeFindings } from './control-panel/axe.ts';

const stage = previewed();

/** What the phone sent as decisions. */
const decisions = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    (window as unknown as { host: { calls: { method: string; params: { decision: string } }[] } }).host.calls
      .filter(({ method }) => method === 'approval/decide')
      .map(({ params }) => params.decision),
  );

let phone: Page;
let atDesk: Page;
beforeAll(async () => {
  phone = await pageOnPhone(stage.browser);
  atDesk = await stage.browser.newPage();
});
const onPhone = async (name: CardName, look: (page: Page) => Promise<void>): Promise<void> => {
  await openCardOnPhone(phone, stage.preview, name);
  await look(phone);
};

/** What looks different in the dark is its colours. */
async function findings(page: Page, within: string): Promise<unknown[]> {
  const light = await axeFindings(page, { within });
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await axeFindings(page, { within, rules: ['color-contrast'] }))];
}

describe('no finding of axe, nothing cut off, and no yes on a phone to what belongs at the desk', () => {
  test.each(CARD_NAMES)('%s', async (name) => {
    const page = phone;
    const [desk] = await Promise.all([
      openCardAtDesk(atDesk, name),
      openCardOnPhone(page, stage.preview, name),
    ]);
    expect(await findings(page, 'dialog')).toEqual([]);
    // Only what scrolls in it scrolls: the sheet itself stays where it is.
    expect(await page.getByRole('dialog').evaluate((it) => it.scrollHeight - it.clientHeight)).toBe(0);
    expect(await page.getByRole('dialog').evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    if (TWELVE[name].handling === 'desk') {
      await page.getByText('This one belongs at the desk').waitFor();
      expect(await page.getByRole('button', { name: /approve/i }).count()).toBe(0);
      await page.getByRole('button', { name: 'Decline', exact: true }).click();
      await expect.poll(() => decisions(page)).toEqual(['decline']);
    }

    expect(await findings(desk.page, 'main')).toEqual([]);
    expect(await desk.page.locator('main').evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    await desk.close();
  });
});

describe('on a phone', () => {
  const yes = (page: Page) => page.getByRole('button', { name: /hold to approve/i });

  test('what reaches further is approved by holding, not by a tap', async () => {
    await onPhone('command-expand', async (page) => {
      await yes(page).click();
      await page.getByRole('button', { name: 'Press again to approve' }).waitFor();
      await page.getByText('Nothing is decided yet. Press again').waitFor({ state: 'attached' });
      expect(await decisions(page)).toEqual([]);
      await page.getByRole('button', { name: 'Press again to approve' }).click(HELD);
      await expect.poll(() => decisions(page)).toEqual(['approve']);
    });
  });

  test('a finger that slides off while it holds decides nothing', async () => {
    await onPhone('network', async (page) => {
      const box = (await yes(page).boundingBox())!;
      await page.mouse.move(box.x + 20, box.y + 20);
      await page.mouse.down();
      await page.getByRole('button', { name: 'Keep holding…' }).waitFor();
      await page.mouse.move(box.x + 20, box.y - 60, { steps: 4 });
      await yes(page).waitFor();
      await page.mouse.up();
      expect(await decisions(page)).toEqual([]);
    });
  });

  test.each(['Enter', ' '])('by keys: %j is held', async (key) => {
    await onPhone('stdin', async (page) => {
      await yes(page).focus();
      await page.keyboard.down(key);
      await page.getByRole('button', { name: 'Keep holding…' }).waitFor();
      await expect.poll(() => decisions(page)).toEqual(['approve']);
      await page.keyboard.up(key);
      expect(await decisions(page)).toEqual(['approve']);
    });
  });

  test('as a screen reader or a switch presses: twice, and not at once', async () => {
    await onPhone('command-expand', async (page) => {
      const press = () =>
        page.getByRole('button', { name: /to approve/ }).evaluate((it) => (it as HTMLElement).click());
      await press();
      await press();
      await page.getByRole('button', { name: 'Press again to approve' }).waitFor();
      expect(await decisions(page)).toEqual([]);
      await expect
        .poll(async () => {
          if ((await decisions(page)).length === 0) await press();
          return decisions(page);
        })
        .toEqual(['approve']);
    });
  });

  test('the diff of a file changed so far is one tap away', async () => {
    await onPhone('command-continue', async (page) => {
      const files = page.getByRole('list', { name: 'Files changed so far' });
      await files
        .getByRole('button', { name: /src\/beam\.ts/ })
        .first()
        .click();
      await files.getByText('MAX_ANGLE').first().waitFor();
    });
  });

  test('what is folded is one tap away, and says how much it is', async () => {
    await onPhone('hidden', async (page) => {
      expect(await page.getByText('rm -rf build').count()).toBe(0);
      await page.getByRole('button', { name: 'Show 499 more characters, 20 lines' }).click();
      await page.getByText('rm -rf build').waitFor();
    });
  });
});

test('at the desk the diff of a file changed so far is one click away', async () => {
  const { page, asked, close } = await openCardAtDesk(atDesk, 'command-expand');
  const files = page.getByRole('list', { name: 'Files changed so far' });
  await files.getByRole('button', { name: /src\/beam\.ts/ }).click();
  await files.getByText('MAX_ANGLE').first().waitFor();
  await files.getByText('1 earlier change is too long to be shown here.').waitFor();
  expect((await asked()).filter(({ name }) => name === 'thread/changes')).toMatchObject([
    { params: { path: 'src/beam.ts' } },
  ]);
  expect(await axeFindings(page, { within: 'main' })).toEqual([]);
  await close();
});

test('at the desk the same card is approved by a press, also what belongs there', async () => {
  const { page, asked, close } = await openCardAtDesk(atDesk, 'git-push');
  await page.getByText('It rewrites history.').waitFor();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect
    .poll(async () => (await asked()).filter(({ name }) => name === 'approval/decide'))
    .toMatchObject([{ params: { decision: 'approve' } }]);
  await close();
});
