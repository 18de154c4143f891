/**
 * The desktop shell: builds its parts and connects them to a host. It decides nothing; what the host may do is the host's,
 * what the menu says is `tray-menu.ts`.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, clipboard } from 'electron';
import { followState } from '../contract/follow.ts';
import { VERSION } from '../contract/version.ts';
import { findClientFiles } from '../host/client-files.ts';
import type { Host, HostOptions } from '../host/options.ts';
import { servePanelIpc } from './ipc.ts';
import { systemKeyBox } from './keychain.ts';
import { PairingLink } from './pairing-link.ts';
import { PowerBlocker } from './power.ts';
import { chooseFolder, confirmRevoke, tellRefusal, tellStartFailure } from './questions.ts';
import { registerPanelScheme, servePanel } from './scheme.ts';
import { denyPermissions, lockDownPages } from './security.ts';
import { readSettings } from './settings.ts';
import { HostTray } from './tray.ts';
import type { TrayAct } from './tray-menu.ts';
import { PanelWindow } from './windows.ts';

/** The bundles lie side by side: dist/desktop, dist/preload, dist/renderer. */
const beside = (name: string): string => path.join(path.dirname(fileURLToPath(import.meta.url)), '..', name);

/** Called by the entry file, before Electron is ready. */
export function runDesktop(startHost: (options: HostOptions) => Promise<Host>): void {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerPanelScheme();
  lockDownPages();
  // Without a listener Electron quits with the last window; the host goes on in the tray.
  app.on('window-all-closed', () => {});
  app
    .whenReady()
    .then(() => connect(startHost))
    .catch((error: unknown) => {
      tellStartFailure(error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
}

async function connect(startHost: (options: HostOptions) => Promise<Host>): Promise<void> {
  // On macOS a menu bar program: no icon in the dock while no window is open.
  app.dock?.hide();
  denyPermissions();
  servePanel(beside('renderer'));

  const keyBox = systemKeyBox();
  const host = await startHost({
    folder: app.getPath('userData'),
    version: VERSION,
    ...readSettings(process.env, findClientFiles(import.meta.url)),
    power: new PowerBlocker(),
    ...(keyBox && { keyBox }),
  });
  const { api } = host;
  const link = new PairingLink(api, (text) => clipboard.writeText(text));

  const panel = new PanelWindow({
    preload: beside('preload/preload.cjs'),
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
      leavePairing: () => link.leave(),
      closeWindow: async () => panel.close(),
      chooseFolder,
    },
  });

  const tray = new HostTray((act) => void perform(act));
  await followState(api, (state) => tray.show(state));

  async function perform(act: TrayAct): Promise<void> {
    switch (act.act) {
      case 'pair':
        return panel.open('pair');
      case 'open':
        return panel.open('home');
      case 'quit':
        return app.quit();
      case 'keepAwake':
        return report(await api.run('awake/set', { whileConnected: act.whileConnected }));
      case 'revoke':
        if (await confirmRevoke(act.name)) await report(await api.run('device/revoke', { id: act.id }));
    }
  }

  app.on('second-instance', () => panel.open('home'));
  app.on('activate', () => panel.open('home'));
  quitCleanly(host);
}

async function report(outcome: { ok: boolean; refusal?: { message: string } }): Promise<void> {
  if (outcome.refusal) await tellRefusal(outcome.refusal.message);
}

/** However the end comes (the menu, the system, `outpost stop`), phones get their goodbye and files are closed first. */
function quitCleanly(host: Host): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void host.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  void host.stopRequested.then(() => app.quit());
}
