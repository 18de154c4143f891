/**
 * The desktop shell: builds its parts and connects them to a host. It decides nothing; what the host may do is the host's,
 * what the menu says is `tray-menu.ts`.
 */
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, clipboard, shell } from 'electron';
import { followState } from '../contract/follow.ts';
import { isUntouched } from '../contract/setup.ts';
import { VERSION } from '../contract/version.ts';
import { findClientFiles } from '../host/client-files.ts';
import { systemClock } from '../host/clock.ts';
import { defaultFolder } from '../host/default-folder.ts';
import { type LocalSocket, serveLocalSocket } from '../host/local-socket/server.ts';
import type { Host, HostOptions } from '../host/options.ts';
import { POLICY_FILE } from '../host/policy/policy-store.ts';
import { codexConfigFile } from '../host/settings/codex-features.ts';
import { SETTINGS_FILE } from '../host/settings/settings-store.ts';
import { sshConfigFile } from '../host/ssh/config/places.ts';
import { setApplicationMenu } from './application-menu.ts';
import { ChosenHosts } from './chosen-hosts.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { beforeLink } from './deep-link.ts';
import { Ending } from './ending.ts';
import { ICON_FOLDER, WINDOW_ICON_FILE } from './icon/icon-files.ts';
import { servePanelIpc } from './ipc.ts';
import { systemKeyBox } from './keychain.ts';
import { LinkEvents } from './link-events.ts';
import { systemLoginItem } from './login-item.ts';
import { APPROVALS, DESK_APPROVALS, Notifications, sshHosts } from './notifications.ts';
import { PairingLink } from './pairing-link.ts';
import { PowerBlocker } from './power.ts';
import { showProjectFolder } from './project-folder.ts';
import {
  askClosing,
  askHung,
  chooseFolder,
  confirmQuit,
  confirmRevoke,
  tellCrashes,
  tellRefusal,
  tellStartFailure,
} from './questions.ts';
import { registerPanelScheme, servePanel } from './scheme.ts';
import { denyPermissions, lockDownPages } from './security.ts';
import { shownText, signInPage } from './shown.ts';
import { HostTray } from './tray.ts';
import { trayActs } from './tray-acts.ts';
import { ENVIRONMENTS_VIEW } from './tray-environments.ts';
import { type TrayAct, WAITING_VIEW } from './tray-menu.ts';
import { hasTrayPlace } from './tray-place.ts';
import { electronUpdates } from './updates/electron-updates.ts';
import { Updates } from './updates/updates.ts';
import { readPlace } from './window-place.ts';
import { PanelWindow } from './windows.ts';

/** The bundles lie side by side: dist/desktop, dist/preload, dist/renderer. */
const beside = (name: string): string => path.join(path.dirname(fileURLToPath(import.meta.url)), '..', name);
const ICONS = beside(`desktop/${ICON_FOLDER}`);

export type StartHost = (options: HostOptions) => Promise<Host>;

/** Called by the entry file, before Electron is ready. */
export function runDesktop(startHost: StartHost): void {
  const argv = process.argv.slice(app.isPackaged ? 1 : 2);
  const links = new LinkEvents(argv);
  let commandLine: CommandLine;
  try {
    commandLine = parseCommandLine(beforeLink(argv), findClientFiles(import.meta.url));
  } catch (error) {
    fail(error);
    return;
  }
  const folder = path.resolve(commandLine.data ?? defaultFolder());
  // Chromium's own files, and Electron's lock, beside the host's: one app for each data folder.
  app.setPath('userData', path.join(folder, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerPanelScheme();
  lockDownPages();
  // By this Windows knows whose notifications these are; the installed shortcut has the same.
  if (process.platform === 'win32') app.setAppUserModelId('io.outpost.desktop');
  // Without a listener Electron quits with the last window; the host goes on in the tray.
  app.on('window-all-closed', () => {});
  app
    .whenReady()
    .then(() => connect(startHost, folder, commandLine, links))
    .catch(fail);
}

/** Nothing runs yet, so there is nothing to close. */
function fail(error: unknown): void {
  tellStartFailure(error instanceof Error ? error.message : String(error));
  app.exit(1);
}

async function connect(
  startHost: StartHost,
  folder: string,
  { host: options }: CommandLine,
  links: LinkEvents,
): Promise<void> {
  // On macOS a menu bar program: no icon in the dock while no window is open.
  app.dock?.hide();
  denyPermissions();
  servePanel(beside('renderer'));
  const trayPlace = hasTrayPlace(process.platform, process.env);

  const keyBox = systemKeyBox();
  let turnRuns = true;
  const updates = new Updates({
    source: electronUpdates(),
    clock: systemClock,
    busy: () => turnRuns,
    quit: () => setImmediate(() => app.quit()),
  });
  const host = await startHost({
    ...options,
    folder,
    version: VERSION,
    codexConfig: codexConfigFile(process.env, homedir()),
    ssh: { config: sshConfigFile(process.env) },
    power: new PowerBlocker(),
    loginItem: systemLoginItem(process.platform, process.env, homedir()),
    ...(keyBox && { keyBox }),
    updates,
  });
  const { api } = host;
  const link = new PairingLink(api, (text) => clipboard.writeText(text));

  const ending = new Ending({
    state: () => api.snapshot(),
    confirmQuit,
    askClosing,
    quit: () => app.quit(),
    discardWindow: () => panel.discard(),
  });
  app.on('before-quit', () => ending.begun());
  setApplicationMenu(() => void ending.quit());

  const placeFile = path.join(folder, 'desktop', 'window.json');
  const panel: PanelWindow = new PanelWindow({
    preload: beside('preload/preload.cjs'),
    icon: path.join(ICONS, WINDOW_ICON_FILE),
    placeFile,
    askHung,
    onCrashes: () => void tellCrashes(),
    mayClose: () => ending.mayClose(),
    onOpened: () => void app.dock?.show(),
    onClosed: () => {
      app.dock?.hide();
      void link.leave();
    },
  });
  servePanelIpc({
    api,
    send: (channel, value) => panel.send(channel, value),
    desk: {
      copyLink: () => link.copy(),
      copyShown: async (subject) => {
        const text = shownText(await api.snapshot(), subject);
        if (text !== undefined) clipboard.writeText(text);
        return text !== undefined;
      },
      openSignIn: async () => {
        const page = signInPage(await api.snapshot());
        if (page !== undefined) await shell.openExternal(page);
        return page !== undefined;
      },
      leavePairing: async () => {
        await link.leave();
        return null;
      },
      closeWindow: async () => {
        panel.close();
        return null;
      },
      chooseFolder,
      showSettingsFile: async () => {
        shell.showItemInFolder(path.join(folder, SETTINGS_FILE));
        return null;
      },
      showPolicyFile: async () => {
        shell.showItemInFolder(path.join(folder, POLICY_FILE));
        return null;
      },
      showProject: (id) => showProjectFolder(api, id, (folder) => shell.showItemInFolder(folder)),
    },
  });

  const chosenHosts = new ChosenHosts(() => panel.open(ENVIRONMENTS_VIEW));
  const notifications = [
    { about: APPROVALS, view: WAITING_VIEW },
    { about: DESK_APPROVALS, view: WAITING_VIEW },
    { about: sshHosts((environment) => chosenHosts.ledTo(environment)), view: ENVIRONMENTS_VIEW },
  ].map(
    ({ about, view }) =>
      new Notifications({ about, atDesk: () => panel.isFocused(), open: () => panel.open(view) }),
  );
  const tray = makeTray(
    trayActs({
      api,
      open: (view) => panel.open(view),
      quit: () => ending.quit(),
      confirmRevoke,
      tellRefusal,
      connecting: (environment) => chosenHosts.chose(environment),
    }),
  );
  await followState(api, (state) => {
    turnRuns = state.working.length > 0;
    updates.want(state.settings.updates);
    tray?.show(state);
    chosenHosts.show(state);
    for (const each of notifications) each.show(state);
  });
  app.on('browser-window-focus', () => {
    for (const each of notifications) each.look();
  });
  app.on('will-quit', () => {
    for (const each of notifications) each.close();
  });

  const hasTray = tray !== undefined && (await trayPlace);
  links.follow((view) => panel.open(view));
  if (!hasTray) ending.withoutTray();
  // At the first start there is nothing yet that an icon in a bar could tell; from then on the window is the owner's.
  const first = readPlace(placeFile) === undefined && isUntouched(await api.snapshot());
  if (!hasTray || first) panel.open();
  app.on('activate', () => panel.open());
  quitCleanly(host, await serveCommands(host, folder), updates);
  await host.start();
}

/** Undefined where the system refuses one. */
function makeTray(act: (act: TrayAct) => Promise<void>): HostTray | undefined {
  try {
    return new HostTray(ICONS, act);
  } catch (error) {
    console.error(`No tray icon: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** For `outpost` in a terminal. A folder on a file system without sockets costs those commands, not the host. */
async function serveCommands({ api }: Host, folder: string): Promise<LocalSocket | undefined> {
  try {
    return await serveLocalSocket({ api, folder, version: VERSION });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    console.error(`The outpost commands cannot reach this host: no socket in its data folder (${code}).`);
    return undefined;
  }
}

/** However the end comes (the menu, the system, `outpost stop`), phones get their goodbye and files are closed first. */
function quitCleanly(host: Host, socket: LocalSocket | undefined, updates: Updates): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    updates.leave();
    void Promise.allSettled([socket?.close(), host.close()]).then(() => {
      closed = true;
      updates.end(
        () => app.quit(),
        () => {
          app.relaunch();
          app.quit();
        },
      );
    });
  });
  void host.stopRequested.then(() => app.quit());
}
