/** The contract over Electron's IPC: first who speaks, then what they say. */
import { ipcMain } from 'electron';
import type { HostApi } from '../contract/contract.ts';
import { CHANNELS, type DeskResults } from '../contract/panel.ts';
import { type DeskActs, parseDeskAct, runCommand } from './panel-requests.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface PanelIpcOptions {
  readonly api: HostApi;
  readonly desk: DeskActs;
  /** To the window, if one is open. */
  readonly send: (channel: string, value: unknown) => void;
}

/** @returns a function that takes everything back */
export function servePanelIpc({ api, desk, send }: PanelIpcOptions): () => void {
  const handle = (channel: string, answer: (...args: unknown[]) => unknown): void =>
    ipcMain.handle(channel, (event, ...args) => {
      if (!isTrustedSender(event)) throw new Error('This page may not speak to the host.');
      return answer(...args);
    });
  handle(CHANNELS.snapshot, () => api.snapshot());
  handle(CHANNELS.run, (name, params) => runCommand(api, name, params));
  handle(
    CHANNELS.desk,
    (act, subject): Promise<DeskResults[keyof DeskResults]> => desk[parseDeskAct(act)](subject),
  );
  const unsubscribe = api.subscribe((change) => send(CHANNELS.change, change));
  return () => {
    unsubscribe();
    for (const channel of [CHANNELS.snapshot, CHANNELS.run, CHANNELS.desk]) ipcMain.removeHandler(channel);
  };
}
