/** No SSH hosts at all: of a host that was given no way to them. */
import type { HostParts } from '../host.ts';

export const noSshHosts: HostParts['ssh'] = () => ({
  source: { hosts: () => [], problems: () => [], listen: () => () => {}, close: () => {} },
  connection: () => {
    throw new Error('there is no SSH host that could be connected');
  },
});
