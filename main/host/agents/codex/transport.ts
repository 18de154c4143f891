/** How the app-server of this machine is reached: Codex has no Unix sockets on Windows. */
export type Transport = 'unix' | 'tcp';

export const systemTransport = (): Transport => (process.platform === 'win32' ? 'tcp' : 'unix');
