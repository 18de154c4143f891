/** What the desktop asks and tells the person outside of its window. */
import { app, BrowserWindow, dialog } from 'electron';

/** Asks once. True: revoke. */
export async function confirmRevoke(name: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: `Revoke ${name}?`,
    detail:
      'It is cut off at once and cannot come back. To use it again, pair it again. Other phones are not touched.',
    buttons: ['Revoke', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

export async function tellRefusal(message: string): Promise<void> {
  await dialog.showMessageBox({ type: 'error', message, buttons: ['Close'] });
}

/** The host cannot start; nothing else runs yet. */
export function tellStartFailure(message: string): void {
  dialog.showErrorBox(`${app.name} cannot start`, message);
}

/** Undefined when the person chose none. */
export async function chooseFolder(): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    title: 'Open a project to your phones',
    buttonLabel: 'Open to phones',
    properties: ['openDirectory', 'createDirectory'],
  };
  const window = BrowserWindow.getFocusedWindow();
  const { filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return filePaths[0];
}
