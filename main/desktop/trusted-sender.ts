/** Who may speak over IPC: the panel's page, in the main frame of its window. */
import { isPanelUrl } from './panel-address.ts';

/** The part of Electron's IpcMainInvokeEvent that decides. */
export interface IpcEvent {
  /** Null when the frame is gone by the time its message arrives. */
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { readonly mainFrame: unknown };
}

export const isTrustedSender = ({ sender, senderFrame }: IpcEvent): boolean =>
  senderFrame !== null &&
  senderFrame === sender.mainFrame &&
  senderFrame.parent === null &&
  isPanelUrl(senderFrame.url);
