/**
 * Every entry of the tray menu and every control of the control panel is in the list of `driven.ts`, with the test that drives
 * it. The entries come from the menu's own function, the controls from the built panel as a screen reader is told of it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isUntouched } from '../../../main/contract/setup.ts';
import type { DeviceView, HostState } from '../../../main/contract/state.ts';
import { type TrayEntry, trayMenu } from '../../../main/desktop/tray-menu.ts';
import { launchBrowser } from '../../browser.ts';
import { DRIVEN, type Place } from '../driven.ts';
import { HOST_STATES } from './environment-states.ts';
import { MORE_SCREENS } from './more-screens.ts';
import { type OpenOptions, type OpenPanel, openPanel } from './panel.ts';
import { openingOf, SCREENS, type Screen } from './screens.ts';
import { STATES } from './states.ts';

const places = Object.keys(DRIVEN) as Place[];
const patternOf = (listed: string): RegExp =>
  new RegExp(`^${listed.split('*').map(escaped).join('.*')}$`, 's');
function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** What is there and not listed, and what is listed and not there. */
function compared(place: Place, found: ReadonlySet<string>): { unlisted: string[]; gone: string[] } {
  const listed = Object.keys(DRIVEN[place]).map((name) => ({ name, pattern: patternOf(name) }));
  return {
    unlisted: [...found].filter((control) => !listed.some(({ pattern }) => pattern.test(control))).sort(),
    gone: listed
      .filter(({ pattern }) => ![...found].some((control) => pattern.test(control)))
      .map(({ name }) => name),
  };
}
const NOTHING = { unlisted: [], gone: [] };

describe('the tray menu', () => {
  const phones = (count: number): DeviceView[] =>
    Array.from({ length: count }, (_, n) => ({
      ...STATES.well().devices[0]!,
      id: `p${n}`,
      name: `Phone ${n}`,
    }));
  const waiting = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ ...STATES.waiting().waiting[0]!, id: `w${n}` }));

  /** Those that can be chosen, by the labels on the way to them. */
  const entries = (level: readonly TrayEntry[], way: readonly string[] = []): string[] =>
    level.flatMap((entry) => {
      if (entry.kind === 'line' || entry.kind === 'text') return [];
      const here = [...way, entry.label];
      return entry.kind === 'menu' ? entries(entry.entries, here) : [here.join(' › ')];
    });

  test('has no entry that nobody drives', () => {
    const states = [
      ...Object.values(STATES).map((state) => state()),
      { ...STATES.well(), devices: phones(9), waiting: waiting(9) },
      { ...STATES.well(), update: { state: 'ready', version: '9.1.0' } as const },
      ...Object.values(HOST_STATES).map((state) => state()),
    ];
    const found = new Set(states.flatMap((state) => entries(trayMenu({ state, now: null }))));
    expect(compared('tray', found)).toEqual(NOTHING);
  });
});

/** Roles that are pressed, chosen or typed into. */
const CONTROL =
  /^\s*- '?(button|link|textbox|searchbox|checkbox|radio|switch|combobox|listbox|slider|spinbutton|tab|menuitem)(?=[ :]|$)(?: "((?:[^"\\]|\\.)*)")?/;

/** What a window decides when it opens cannot be shown in one that is open. */
const needsOwnPage = ({ state, view = 'home' }: OpenOptions, { name }: Screen): boolean =>
  state === undefined ||
  state === 'fails' ||
  view.includes(',') ||
  (view === 'home' && isUntouched(state)) ||
  name === 'keys';

/** In the window that is open: by way of another view, so that nothing of the screen before is left. */
async function shown({ page, show }: OpenPanel, options: OpenOptions): Promise<void> {
  const { state, view = 'home', answers = {} } = options;
  const [between, heading] =
    view === 'projects' ? (['phones', 'Phones'] as const) : (['projects', 'Projects'] as const);
  await show(between);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await page.evaluate(
    ({ slices, answered }) => {
      const { emit, outpost } = window as unknown as {
        emit: { change: (change: unknown) => void };
        outpost: Record<'run' | 'desk', (name: string) => Promise<unknown>>;
      };
      outpost.run = async (name) => answered[name] ?? { ok: true, value: {} };
      outpost.desk = async (name) => answered[name] ?? null;
      for (const [slice, value] of Object.entries(slices)) emit.change({ slice, value });
    },
    { slices: state as HostState, answered: answers },
  );
  await show(view);
}

describe('the control panel', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('has no control that nobody drives, and none without a name', async () => {
    const found = new Map(places.map((place) => [place, new Set<string>()]));
    const nameless: string[] = [];
    const shared = await openPanel(browser, { state: STATES.well(), view: 'pair' });
    for (const screen of [...SCREENS, ...MORE_SCREENS]) {
      const opening = openingOf(screen);
      const panel = needsOwnPage(opening, screen) ? await openPanel(browser, opening) : shared;
      if (panel === shared) await shown(shared, opening);
      const { page } = panel;
      await page.getByRole('heading').first().waitFor();
      await screen.act?.(page);
      const place = await page.evaluate(() =>
        // Without a sidebar there is no state to show; without a view in it, it is the first start.
        document.querySelector('nav') === null
          ? 'window'
          : (document.querySelector('nav [aria-current] span')?.textContent?.toLowerCase() ?? 'setup'),
      );
      let around = false;
      for (const line of (await page.locator('body').ariaSnapshot()).split('\n')) {
        if (line.startsWith('- ')) around = /^- '?(navigation|dialog)/.test(line);
        const [, role, name = ''] = CONTROL.exec(line) ?? [];
        if (role === undefined) continue;
        if (name === '') nameless.push(`${screen.name}: ${line}`);
        found.get(around ? 'window' : (place as Place))?.add(`${role} ${name.replaceAll('\\"', '"')}`);
      }
      if (panel !== shared) await panel.close();
    }
    await shared.close();
    expect(nameless).toEqual([]);
    const wrong = Object.fromEntries(
      [...found]
        .filter(([place]) => place !== 'tray')
        .map(([place, names]) => [place, compared(place, names)]),
    );
    expect(wrong).toEqual(Object.fromEntries(Object.keys(wrong).map((place) => [place, NOTHING])));
  });
});

describe('the tests that are named', () => {
  const textOf = (file: string): string =>
    readFileSync(path.join(import.meta.dirname, '..', `${file}.test.ts`), 'utf8');
  const all = places.flatMap((place) =>
    Object.entries(DRIVEN[place]).map(([name, by]) => ({ place, name, by })),
  );

  test.each([...new Set(all.map(({ by }) => by))])('%s is there', (by) => {
    const [file = '', title = ''] = by.split(' › ');
    expect(
      textOf(file)
        .split('\n')
        .some((line) => /^\s*test(\.each)?\(/.test(line) && line.includes(title)),
    ).toBe(true);
  });

  test('on the real host each is told by its name', () => {
    const unnamed = all.filter(({ place, name, by }) => {
      const label = place === 'tray' ? (name.split(' › ').at(-1) ?? '') : name.replace(/^\w+ /, '');
      const words = label
        .split(/[*…]/)
        .map((part) => part.trim())
        .filter((part) => part.length > 2);
      return words.length > 0 && !words.some((part) => textOf(by.split(' › ')[0] ?? '').includes(part));
    });
    expect(unnamed).toEqual([]);
  });

  test('each is on the real host', () => {
    expect(all.filter(({ by }) => !by.startsWith('desktop'))).toEqual([]);
  });
});
