/** New versions where the shell brings none: whoever installed it in a terminal renews it there. */
import type { ProgramUpdates } from './options.ts';

const DETAIL = 'Outpost in a terminal does not update itself. Bring it up to date the way it was installed.';

export const noUpdates: ProgramUpdates = {
  state: () => ({ state: 'off', detail: DETAIL }),
  check: () => {},
  restart: () => DETAIL,
  listen: () => () => {},
};
