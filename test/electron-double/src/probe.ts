/**
 * Loaded with -r before the app's bundle, under the double and under Electron alike. Remembers what Electron gives no
 * way to list: tray menus and tooltips, power blockers, notifications.
 */
import {
  app,
  BrowserWindow,
  type Menu,
  type MenuItem,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  Tray,
} from 'electron';
import { startWork } from './start-work.ts';
import { TimerWatch, type WatchedTimer } from './timer-watch.ts';
import type { TrayItem } from './tray-item.ts';

export interface Probe {
  readonly menus: Map<Tray, Menu | null>;
  readonly toolTips: Map<Tray, string>;
  readonly blockers: Map<number, string>;
  /** Each that was shown, the latest last. */
  readonly notifications: { title: string; body: string }[];
  /** Those that the app has not taken back. */
  readonly notificationsUp: Set<Notification>;
  /** The menu of the one tray icon. @throws Error when there is none yet */
  items(): TrayItem[];
  /**
   * Milliseconds of processor time: for the app's bundle itself, and from *ready* to the first menu of the tray.
   * @returns undefined before there is one
   */
  workToTray(): { bundle: number; tray: number } | undefined;
  /** From now on. */
  watchTimers(): void;
  timers(): WatchedTimer[];
  /** When the app last told a window to load its page, as `performance.timeOrigin + performance.now()`. */
  lastLoadAt: number;
  /** Clicks an item by the labels on the way to it. @throws Error naming the label that is not there or is disabled */
  click(path: readonly string[]): void;
  /** Plugs the machine in, or pulls its cable: what the system then says and emits. */
  runOn(source: 'mains' | 'battery'): Promise<void>;
}

declare global {
  var electronProbe: Probe;
}

function menuOf(probe: Probe): Menu {
  const menu = [...probe.menus.values()].at(-1);
  if (!menu) throw new Error('the app has no tray menu');
  return menu;
}

/** As it reads: on Windows and Linux `&` marks the key of an entry, doubled it is a plain one. */
const labelOf = ({ label }: MenuItem): string => label.replace(/&(.)/g, '$1');

const describe = (item: MenuItem): TrayItem => ({
  id: item.id ?? '',
  label: labelOf(item),
  type: item.type,
  enabled: item.enabled,
  checked: item.checked,
  submenu: item.submenu?.items.filter((entry) => entry.visible).map(describe) ?? [],
});

function find(menu: Menu, [label, ...rest]: readonly string[]): MenuItem {
  const item = menu.items.find((entry) => entry.visible && labelOf(entry) === label);
  if (!item) throw new Error(`no menu item ${label}; there are ${menu.items.map(labelOf).join(', ')}`);
  if (!item.enabled) throw new Error(`the menu item ${label} is disabled`);
  if (rest.length === 0) return item;
  if (!item.submenu) throw new Error(`the menu item ${label} has no submenu`);
  return find(item.submenu, rest);
}

/** As a program that was installed, with these files beside it: Electron's development binary is none, and has no feed. */
const resources = process.env.DESKTOP_TEST_RESOURCES;
if (resources !== undefined) {
  Object.defineProperty(app, 'isPackaged', { value: true });
  Object.defineProperty(process, 'resourcesPath', { value: resources });
  // A program of its own is not told the name of its main file.
  process.argv.splice(1, 1);
}

const work = startWork(app);
const timers = new TimerWatch();
const probe: Probe = {
  menus: new Map(),
  toolTips: new Map(),
  blockers: new Map(),
  notifications: [],
  lastLoadAt: 0,
  notificationsUp: new Set(),
  items: () =>
    menuOf(probe)
      .items.filter((entry) => entry.visible)
      .map(describe),
  workToTray: () => work.result(),
  watchTimers: () => timers.watch(),
  timers: () => timers.list(),
  click: (path) => find(menuOf(probe), path).click(),
  /** In a task of its own, as the system does it: a driver's call may come in the middle of the app's own code. */
  runOn: (source) =>
    new Promise((resolve) => {
      setImmediate(() => {
        powerMonitor.isOnBatteryPower = () => source === 'battery';
        powerMonitor.emit(source === 'battery' ? 'on-battery' : 'on-ac');
        resolve();
      });
    }),
};
globalThis.electronProbe = probe;

const { setContextMenu, setToolTip, destroy } = Tray.prototype;
Tray.prototype.setContextMenu = function (menu) {
  probe.menus.set(this, menu);
  work.trayShown();
  setContextMenu.call(this, menu);
};
Tray.prototype.setToolTip = function (toolTip) {
  probe.toolTips.set(this, toolTip);
  setToolTip.call(this, toolTip);
};
Tray.prototype.destroy = function () {
  probe.menus.delete(this);
  probe.toolTips.delete(this);
  destroy.call(this);
};

const { loadURL } = BrowserWindow.prototype;
BrowserWindow.prototype.loadURL = function (...args) {
  probe.lastLoadAt = performance.timeOrigin + performance.now();
  return loadURL.apply(this, args);
};

const start = powerSaveBlocker.start.bind(powerSaveBlocker);
const stop = powerSaveBlocker.stop.bind(powerSaveBlocker);
powerSaveBlocker.start = (type) => {
  const id = start(type);
  probe.blockers.set(id, type);
  return id;
};
powerSaveBlocker.stop = (id) => {
  probe.blockers.delete(id);
  return stop(id);
};

const { show, close } = Notification.prototype;
Notification.prototype.show = function () {
  probe.notifications.push({ title: this.title, body: this.body });
  probe.notificationsUp.add(this);
  show.call(this);
};
Notification.prototype.close = function () {
  probe.notificationsUp.delete(this);
  close.call(this);
};
