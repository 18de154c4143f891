/** What the desktop asks and tells the person outside of its window. */
import { app, BrowserWindow, dialog } from 'electron';
import type { QuitWords } from './quit-words.ts';

/** Over the window that is in front, if one is; else by itself, where macOS would leave it behind other programs. */
function ask(options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> {
  const window = BrowserWindow.getFocusedWindow();
  if (window) return dialog.showMessageBox(window, { noLink: true, ...options });
  if (process.platform === 'darwin') app.focus({ steal: true });
  return dialog.showMessageBox({ noLink: true, ...options });
}

/** Asks once. True: revoke. */
export async function confirmRevoke(name: string): Promise<boolean> {
  const { response } = await ask({
    type: 'warning',
    message: `Revoke ${name}?`,
    detail:
      'It is cut off at once and cannot come back. To use it again, pair it again. Other phones are not touched.',
    buttons: ['Revoke', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** A turn runs. True: quit. */
export async function confirmQuit(words: QuitWords): Promise<boolean> {
  const { response } = await ask({
    type: 'warning',
    ...words,
    buttons: ['Quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** The window is closed where no tray icon stays. */
export async function askClosing(): Promise<'goOn' | 'quit' | 'cancel'> {
  const answers = ['goOn', 'quit', 'cancel'] as const;
  const { response } = await ask({
    type: 'question',
    message: 'Keep Outpost running without a window?',
    detail:
      'This desktop shows no tray icons. Phones go on reaching this computer; to see this window again, start Outpost once more.',
    buttons: ['Keep running', 'Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  });
  return answers[response] ?? 'cancel';
}

export async function tellRefusal(message: string): Promise<void> {
  await ask({ type: 'error', message, buttons: ['Close'] });
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

/** The page of a window does not answer. Closed by itself as soon as it does. True: open it again. */
export async function askHung(window: BrowserWindow, answersAgain: AbortSignal): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The control panel does not answer',
    detail: 'Outpost itself goes on: phones and the agent are not touched.',
    buttons: ['Open it again', 'Wait'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
    signal: answersAgain,
  });
  return response === 0;
}

/** The page of the window crashed again and again. */
export async function tellCrashes(): Promise<void> {
  await ask({
    type: 'error',
    message: 'The control panel keeps crashing and was closed',
    detail:
      'Outpost itself goes on: phones and the agent are not touched. Open it again from the tray, or restart Outpost.',
    buttons: ['Close'],
  });
}
