/**
 * The built control panel in a browser, over a scripted bridge: what it shows in a state, and what it asks for. The bridge
 * in the page only records and replays; the state comes from the test.
 */

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import type { Change, Outcome } from '../../../main/contract/contract.ts';
import type { PanelView } from '../../../main/contract/panel.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { panelUrl } from '../../../main/desktop/panel-address.ts';
import { answerPanelRequest } from '../../../main/desktop/panel-files.ts';

const RENDERER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../dist/renderer');
/** A page needs an https origin where no Electron serves `app://`. */
const ORIGIN = 'https://panel.test';

export interface Asked {
  readonly name: string;
  readonly params: unknown;
}

export interface OpenOptions {
  /** Undefined: the host never answers. 'fails': it answers with an error. */
  readonly state: HostState | undefined | 'fails';
  readonly view?: PanelView;
  readonly dark?: boolean;
  /** What its clock shows, in milliseconds since 1970; now when left out. */
  readonly at?: number;
  readonly size?: { readonly width: number; readonly height: number };
  /** Answers of commands and acts by name; the default is an empty result. */
  readonly answers?: Readonly<Record<string, Outcome<unknown> | boolean>>;
}

export interface OpenPanel {
  readonly page: Page;
  /** Commands and acts, in the order in which the panel asked for them. */
  asked(): Promise<Asked[]>;
  change(change: Change): Promise<void>;
  /** From now on the host answers with this state. */
  answerWith(state: HostState): Promise<void>;
  /** From now on this command, or act, is answered so. */
  answer(name: string, value: Outcome<unknown> | boolean): Promise<void>;
  show(view: PanelView): Promise<void>;
  /** As the preload tells it, once a person has dropped them. */
  drop(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

interface TestWindow {
  asked: Asked[];
  answers: Record<string, unknown>;
  snapshot: () => Promise<HostState>;
  emit: Record<'change' | 'view' | 'drop', (value: unknown) => void>;
}

export async function openPanel(browser: Browser, options: OpenOptions): Promise<OpenPanel> {
  const context = await browser.newContext();
  const panel = await openPanelIn(await context.newPage(), options);
  return { ...panel, close: () => context.close() };
}

/** A page loads anew also where only what stands behind the `#` would differ. */
let opened = 0;

/** In a page that may have shown a panel before. Of that nothing is left; only a clock that was set stays so. */
export async function openPanelIn(page: Page, options: OpenOptions): Promise<OpenPanel> {
  await page.setViewportSize(options.size ?? { width: 880, height: 620 });
  await page.emulateMedia({ colorScheme: options.dark ? 'dark' : 'light', forcedColors: null });
  if (options.at !== undefined) await page.clock.setFixedTime(options.at);
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const response = await answerPanelRequest(RENDERER, new Request(new URL(pathname, panelUrl('home'))));
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  });
  // Where tsx compiles this file, functions that cross into the page call this helper of its.
  const helper = await page.addInitScript('globalThis.__name = (f) => f;');
  const bridge = await page.addInitScript(
    ({ state, answers }) => {
      const asked: Asked[] = [];
      const listeners = {
        change: new Set<(value: unknown) => void>(),
        view: new Set<(value: unknown) => void>(),
        drop: new Set<(value: unknown) => void>(),
      };
      const listen = (kind: keyof typeof listeners) => (listener: (value: unknown) => void) => {
        listeners[kind].add(listener);
        return () => listeners[kind].delete(listener);
      };
      const emit = (kind: keyof typeof listeners) => (value: unknown) => {
        for (const listener of listeners[kind]) listener(value);
      };
      const outpost = {
        snapshot: () => (window as unknown as TestWindow).snapshot(),
        subscribe: listen('change'),
        onView: listen('view'),
        onDrop: listen('drop'),
        run: async (name: string, params: unknown) => {
          asked.push({ name, params });
          return answers[name] ?? { ok: true, value: {} };
        },
        desk: async (name: string, subject?: unknown) => {
          asked.push({ name, params: subject });
          if (name in answers) return answers[name];
          return ['copyLink', 'copyShown', 'openSignIn'].includes(name)
            ? true
            : name === 'chooseFolder'
              ? '/home/ada/src/chosen'
              : null;
        },
      };
      Object.assign(window, {
        outpost,
        asked,
        answers,
        snapshot: () =>
          state === 'fails'
            ? Promise.reject(new Error('gone'))
            : state
              ? Promise.resolve(state)
              : new Promise(() => {}),
        emit: { change: emit('change'), view: emit('view'), drop: emit('drop') },
      });
    },
    { state: options.state, answers: options.answers ?? {} },
  );
  opened += 1;
  await page.goto(`${ORIGIN}/index.html?${opened}#${options.view ?? 'home'}`);
  return {
    page,
    asked: () => page.evaluate(() => (window as unknown as TestWindow).asked),
    change: (change) =>
      page.evaluate((value) => (window as unknown as TestWindow).emit.change(value), change),
    answerWith: (state) =>
      page.evaluate((value) => {
        (window as unknown as TestWindow).snapshot = () => Promise.resolve(value);
      }, state),
    answer: (name, value) =>
      page.evaluate(
        ([command, answer]) => {
          (window as unknown as TestWindow).answers[command as string] = answer;
        },
        [name, value],
      ),
    show: (view) => page.evaluate((value) => (window as unknown as TestWindow).emit.view(value), view),
    drop: (paths) => page.evaluate((value) => (window as unknown as TestWindow).emit.drop(value), paths),
    close: async () => {
      await Promise.all([helper.dispose(), bridge.dispose()]);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      page.removeAllListeners();
      // Where no page begins, so that the next one has nothing under a pointer.
      await page.mouse.move(-1, -1);
    },
  };
}
