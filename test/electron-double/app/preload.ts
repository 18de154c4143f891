import { contextBridge, ipcRenderer } from 'electron';

const api = {
  electron: process.versions.electron,
  upper: (text: string): string => text.toUpperCase(),
  invoke: (channel: string, ...args: unknown[]): Promise<unknown> => ipcRenderer.invoke(channel, ...args),
  onAwake(listener: (awake: boolean) => void): () => void {
    const forward = (_event: unknown, awake: boolean): void => listener(awake);
    ipcRenderer.on('awake', forward);
    return () => void ipcRenderer.off('awake', forward);
  },
};
contextBridge.exposeInMainWorld('test', api);

export type TestApi = typeof api;
