/** The whole bridge between the control panel's page and the host: the contract over IPC, and nothing else. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
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
  desk: (act, ...subject) => ipcRenderer.invoke(CHANNELS.desk, act, ...subject),
  onView: listen(CHANNELS.view),
  // Only what a person dropped has a path here: the page cannot ask for one.
  onDrop: (listener) => {
    const dropped = ({ dataTransfer }: DragEvent): void =>
      listener([...(dataTransfer?.files ?? [])].map((file) => webUtils.getPathForFile(file)).filter(Boolean));
    addEventListener('drop', dropped);
    return () => removeEventListener('drop', dropped);
  },
};
contextBridge.exposeInMainWorld('outpost', bridge);
