/** A card where it is decided: the sheet of a phone with a host in memory, and the panel with a scripted bridge. */
import type { Browser, Page } from 'playwright';
import { approvalOf, CARDS_AT, type CardName, CHANGED, TWELVE } from '../cards.ts';
import type { Preview } from '../phone/preview/serve.ts';
import { type OpenPanel, openPanelIn } from './control-panel/panel.ts';
import { STATES } from './control-panel/states.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 880, height: 900 };

/** A page for one card after the other, at the moment in which they are looked at. */
export async function pageOnPhone(browser: Browser, viewport = PHONE): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(CARDS_AT);
  return page;
}

/** Resolves when the buttons have rested. */
export async function openCardOnPhone(page: Page, preview: Preview, name: CardName): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  // What was pressed last may be where a button is next.
  await page.mouse.move(-1, -1);
  await page.goto(preview.scene(`card-${name}`));
  const answer = TWELVE[name].decisions.includes('decline') ? 'Decline' : 'Send answer';
  const button = page.getByRole('dialog').getByRole('button', { name: answer, exact: true });
  await (answer === 'Decline' ? button.click({ trial: true }) : button.waitFor());
}

/** In a page that may have shown a card before. */
export async function openCardAtDesk(page: Page, name: CardName, size = DESK): Promise<OpenPanel> {
  const { id, thread, kind, title, at, refusal } = approvalOf(TWELVE[name]);
  const panel = await openPanelIn(page, {
    state: { ...STATES.well(), waiting: [{ id, thread, kind, title, at, desk: refusal !== null }] },
    view: 'waiting',
    at: CARDS_AT,
    size,
    answers: {
      'approval/read': { ok: true, value: { card: JSON.stringify(TWELVE[name]) } },
      'thread/changes': { ok: true, value: { changes: [CHANGED], more: 1 } },
    },
  });
  await panel.page.emulateMedia({ reducedMotion: 'reduce' });
  const answer = TWELVE[name].decisions.includes('decline') ? 'Decline' : 'Send answer';
  const button = panel.page.getByRole('button', { name: answer, exact: true });
  await (answer === 'Decline' ? button.click({ trial: true }) : button.waitFor());
  return panel;
}
