/** `app://` in Electron. */
import { protocol } from 'electron';
import { PANEL_SCHEME } from './panel-address.ts';
import { answerPanelRequest } from './panel-files.ts';

/** Before the app is ready: the scheme behaves like https, so that the page has an origin and a secure context. */
export function registerPanelScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PANEL_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: false } },
  ]);
}

/** Once the app is ready. @param folder the built renderer, absolute */
export function servePanel(folder: string): void {
  protocol.handle(PANEL_SCHEME, (request) => answerPanelRequest(folder, request));
}
