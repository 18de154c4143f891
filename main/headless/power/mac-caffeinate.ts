/**
 * macOS: an assertion against idle sleep, held by `caffeinate -i` (caffeinate(8)). `-w`: it also ends by itself when the
 * process of the host is gone. The display may turn off; closing the lid of a notebook lets it sleep all the same.
 */
import type { HoldProgram } from './program-hold.ts';

const HELD = 'held';

export const macCaffeinate = (host: number): HoldProgram => ({
  command: 'sh',
  // It says nothing itself, and takes its assertion at once.
  ways: [['-c', `echo ${HELD}; exec caffeinate -i -w ${host}`]],
  heldLine: HELD,
  problem: () =>
    'What keeps this computer awake (caffeinate) could not be started, or has ended. ' +
    'Outpost starts it again when it is next needed. Turn off its sleep in System Settings to be sure.',
});
