/** The library that replaces the program, in a module that is loaded by itself. */
import library, { type AppUpdater } from 'electron-updater';

/** Made when it is first asked for. */
export const updater = (): AppUpdater => library.autoUpdater;
