/** The thin part over Electron's Tray, on each system, with Electron's names written down. */
import path from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HostState } from '../../../main/contract/state.ts';
import { HostTray } from '../../../main/desktop/tray.ts';
import type { TrayAct } from '../../../main/desktop/tray-menu.ts';
import { STATES } from '../../e2e/control-panel/states.ts';
import { PATIENCE } from '../../patience.ts';

type Template = MenuItemConstructorOptions[];

const electron = vi.hoisted(() => {
  const theme = new Map<string, () => void>();
  return {
    packaged: false,
    dark: false,
    theme,
    made: [] as unknown[][],
    images: [] as { template: boolean; file: string }[],
    toolTips: [] as string[],
    contextMenus: [] as unknown[],
    popUps: [] as unknown[],
    listeners: new Map<string, () => void>(),
    destroyed: false,
  };
});

vi.mock('electron', () => ({
  app: {
    get isPackaged() {
      return electron.packaged;
    },
  },
  nativeTheme: {
    get shouldUseDarkColors() {
      return electron.dark;
    },
    get shouldUseDarkColorsForSystemIntegratedUI() {
      return electron.dark;
    },
    on: (event: string, listener: () => void) => electron.theme.set(event, listener),
    off: (event: string) => electron.theme.delete(event),
  },
  nativeImage: {
    createFromPath: (file: string) => {
      const image = { template: false, file };
      return {
        image,
        setTemplateImage: (template: boolean) => {
          image.template = template;
        },
      };
    },
  },
  Menu: { buildFromTemplate: (template: unknown) => template },
  Tray: class {
    constructor(...args: unknown[]) {
      electron.made.push(args);
    }
    on(event: string, listener: () => void): void {
      electron.listeners.set(event, listener);
    }
    setImage({ image }: { image: { template: boolean; file: string } }): void {
      electron.images.push(image);
    }
    setToolTip(text: string): void {
      electron.toolTips.push(text);
    }
    setContextMenu(menu: unknown): void {
      electron.contextMenus.push(menu);
    }
    popUpContextMenu(menu: unknown): void {
      electron.popUps.push(menu);
    }
    setIgnoreDoubleClickEvents(): void {}
    isDestroyed(): boolean {
      return electron.destroyed;
    }
    destroy(): void {
      electron.destroyed = true;
    }
  },
}));

const system = process.platform;
const on = (platform: NodeJS.Platform): void => {
  Object.defineProperty(process, 'platform', { value: platform });
};
afterEach(() => on(system));
beforeEach(() => {
  Object.assign(electron, { packaged: false, dark: false, destroyed: false });
  for (const list of [
    electron.made,
    electron.images,
    electron.toolTips,
    electron.contextMenus,
    electron.popUps,
  ])
    list.length = 0;
  electron.listeners.clear();
  electron.theme.clear();
});

const acts: TrayAct[] = [];
function tray(state?: HostState): HostTray {
  acts.length = 0;
  const made = new HostTray('/icons', async (act) => void acts.push(act));
  if (state) made.show(state);
  return made;
}
const labels = (menu: unknown): (string | undefined)[] => (menu as Template).map(({ label }) => label);
const item = (menu: unknown, label: string): MenuItemConstructorOptions => {
  const found = (menu as Template).find((entry) => entry.label?.replace('&', '') === label);
  if (!found) throw new Error(`no ${label} in ${labels(menu).join(', ')}`);
  return found;
};
const click = (entry: MenuItemConstructorOptions): void => (entry.click as () => void)();

describe('on Linux', () => {
  beforeEach(() => on('linux'));

  test('the desktop is given a menu, and another one only when what it shows has changed', () => {
    const made = tray(STATES.well());
    expect(electron.contextMenus).toHaveLength(1);
    const state = STATES.well();
    made.show({ ...state, notices: [{ at: 1, level: 'info', text: 'something else' }] });
    made.show({ ...state, awake: { ...state.awake, since: 99 } });
    expect(electron.contextMenus).toHaveLength(1);
    expect(electron.images).toHaveLength(1);
    made.show(STATES.waiting());
    expect(electron.contextMenus).toHaveLength(2);
    expect(electron.images).toHaveLength(2);
    expect(electron.toolTips).toEqual([
      'Outpost: Ada’s iPhone is connected',
      'Outpost: 1 question waits for you',
    ]);
  });

  test('an update is offered as soon as it is ready, and no longer than that', () => {
    const made = tray(STATES.well());
    made.show({ ...STATES.well(), update: { state: 'ready', version: '0.2.0' } });
    expect(labels(electron.contextMenus.at(-1))).toContain('Restart to &update to 0.2.0');
    made.show(STATES.well());
    expect(labels(electron.contextMenus.at(-1))).not.toContain('Restart to &update to 0.2.0');
  });

  test('a letter is marked in each label, and an & of a name stays one', () => {
    const [device] = STATES.well().devices;
    tray({ ...STATES.well(), devices: [{ ...device!, name: 'A&B' }] });
    const [menu] = electron.contextMenus;
    expect(labels(menu)).toContain('&Pair a phone…');
    expect(labels(menu)).toContain('P&hones');
    expect(labels(item(menu, 'Phones').submenu)).toEqual(['A&&B']);
  });

  test('after a choice the menu is given anew: the system has moved its mark already', async () => {
    const made = tray(STATES.well());
    click(item(item(electron.contextMenus[0], 'Keep awake').submenu, 'Always'));
    await vi.waitFor(() => expect(electron.contextMenus).toHaveLength(2), PATIENCE);
    expect(acts).toEqual([{ act: 'keepAwake', choice: 'always' }]);
    made.destroy();
    click(item(electron.contextMenus[1], 'Quit'));
    await vi.waitFor(() => expect(acts).toHaveLength(2), PATIENCE);
    expect(electron.contextMenus).toHaveLength(2);
  });

  test('the icon follows the colours of the system', () => {
    vi.stubEnv('XDG_CURRENT_DESKTOP', 'KDE');
    tray(STATES.fresh());
    electron.dark = true;
    electron.theme.get('updated')?.();
    electron.dark = false;
    electron.theme.get('updated')?.();
    vi.unstubAllEnvs();
    expect(electron.images).toEqual([
      { template: false, file: path.join('/icons', 'tray-idle-light.png') },
      { template: false, file: path.join('/icons', 'tray-idle-dark.png') },
    ]);
  });
});

describe('on macOS', () => {
  beforeEach(() => on('darwin'));

  test('the icon is a template', () => {
    tray(STATES.well());
    expect(electron.images).toEqual([
      { template: true, file: path.join('/icons', 'tray-connected-dark.png') },
    ]);
  });

  test('the menu is built when it opens, with times of now and the keys of the first level', () => {
    const made = tray(STATES.well());
    made.show(STATES.waiting());
    expect([electron.contextMenus, electron.popUps]).toEqual([[], []]);
    electron.listeners.get('click')?.();
    const [menu] = electron.popUps;
    expect(item(menu, 'Pair a phone…')).toMatchObject({ accelerator: 'Command+P' });
    expect(item(menu, 'Quit')).toMatchObject({ accelerator: 'Command+Q' });
    const [ada, tablet] = item(menu, 'Phones').submenu as Template;
    expect((tablet!.submenu as Template)[0]).toEqual({ label: 'Last seen 25 minutes ago', enabled: false });
    expect(JSON.stringify(ada)).not.toContain('accelerator');
    expect(JSON.stringify(menu)).not.toContain('&');
  });

  test('a right click opens the same; before the host has told anything there is none', () => {
    const made = tray();
    electron.listeners.get('right-click')?.();
    expect(electron.popUps).toEqual([]);
    made.show(STATES.well());
    electron.listeners.get('right-click')?.();
    expect(electron.popUps).toHaveLength(1);
  });
});

describe('on Windows', () => {
  beforeEach(() => on('win32'));

  test('a left click opens the panel, a right click the menu', () => {
    tray(STATES.well());
    electron.listeners.get('click')?.();
    expect(acts).toEqual([{ act: 'open' }]);
    electron.listeners.get('right-click')?.();
    expect(labels(electron.popUps[0])).toContain('&Open control panel');
    expect(JSON.stringify(electron.popUps)).not.toContain('accelerator');
  });

  test('the installed program is known by its number, one that is run from its sources is not', () => {
    tray();
    electron.packaged = true;
    tray();
    const [fromSources, installed] = electron.made;
    expect(fromSources).toHaveLength(1);
    expect(installed?.[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
