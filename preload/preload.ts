/** The whole bridge between the control panel's page and the host: the contract over IPC, and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { CHANNELS, type PanelBridge } from '../main/contract/panel.ts';

const listen =
  (channel: string) =>
  <T>(listener: (value: T) => void): (() => void) => {
    const forward = (_event: unknown, value: T): void => listener(value);
    ipcRenderer.on(channel, forward);
    return () => void ipcRenderer.off(channel, forward);
  };

const bridge: PanelBridge = {
  snapshot: () => ipcRenderer.invoke(CHANNELS.snapshot),
  run: (name, params) => ipcRenderer.invoke(CHANNELS.run, name, params),
  subscribe: listen(CHANNELS.change),
  desk: (act) => ipcRenderer.invoke(CHANNELS.desk, act),
  onView: listen(CHANNELS.view),
};
contextBridge.exposeInMainWorld('outpost', bridge);
