import type { CustomScheme } from 'electron';
import { lifecycle } from './lifecycle.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** The handlers by scheme, for the interception in `browser.ts`. */
export const schemes = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged(_schemes: CustomScheme[]): void {
    if (lifecycle.ready) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
  },
  handle(scheme: string, handler: Handler): void {
    if (schemes.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    schemes.set(scheme, handler);
  },
  unhandle: (scheme: string): void => void schemes.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => schemes.has(scheme),
};
