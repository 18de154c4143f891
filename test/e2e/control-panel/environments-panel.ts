/** The control panel on Environments: opened with hosts, and what is asked of them. */
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { EnvironmentView } from '../../../main/contract/environments.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { axeFindings } from './axe.ts';
import { eachPanel } from './each-panel.ts';
import { withHosts } from './environment-states.ts';
import { LOOKS, wear } from './everybody.ts';
import type { OpenOptions } from './panel.ts';

const TERMINAL = 'Welcome to \u001b[32mdevbox\u001b[0m\r\nChoose a door (left/right): ';

/** One panel for each test of the file. */
export function environmentsPanel() {
  const panel = eachPanel();
  const open = async (state: HostState, options: Partial<OpenOptions> = {}): Promise<Page> => {
    await panel.open({
      state,
      view: 'environments',
      ...options,
      answers: {
        'ssh/hosts': { ok: true, value: { hosts: state.ssh.hosts, total: state.ssh.total } },
        'ssh/terminal': { ok: true, value: { text: TERMINAL, next: 1000 } },
        ...options.answers,
      },
    });
    await panel.page.getByRole('heading', { name: 'Environments', level: 1 }).waitFor();
    return panel.page;
  };
  const commands = async (...names: string[]) =>
    (await panel.asked()).filter(({ name }) => names.includes(name)).map(({ params }) => params);
  const asked = (...names: string[]) => expect.poll(() => commands(...names));
  const become = (...environments: EnvironmentView[]): Promise<void> =>
    panel.change({ slice: 'environments', value: withHosts(environments).environments });
  /** Small and dark, and with text of 200 %. */
  const expectForEverybody = async (state: HostState): Promise<void> => {
    const page = await open(state);
    for (const look of LOOKS.slice(1)) {
      await wear(page, look);
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  };
  return { panel, open, commands, asked, become, expectForEverybody };
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const armed = (page: Page, name: string) =>
  page.locator('button:not([aria-disabled="true"])', { hasText: new RegExp(`^${name}$`) });
export const refusal = (message: string) => ({ ok: false, refusal: { code: 'x', message } }) as const;
export const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );
