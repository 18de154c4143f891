/**
 * Linux: an inhibitor of systemd-logind, held by `systemd-inhibit` for as long as the program that it runs. `block`
 * against `sleep` needs a session at the machine (polkit's `inhibit-block-sleep`); over SSH or in a service only that
 * against `idle` is granted, which keeps logind from suspending an unused machine.
 */
import type { HoldProgram } from './program-hold.ts';

const HELD = 'held';
const WAIT = `echo ${HELD}; exec sleep infinity`;

const inhibiting = (what: string): string[] => [
  `--what=${what}`,
  '--who=Outpost',
  '--why=Phones work with the agent on this computer',
  '--mode=block',
  'sh',
  '-c',
  WAIT,
];

/** What a shell says of a program that it does not find. */
const NOT_FOUND = 127;
const OWN_SETTINGS = 'Turn off its sleep in its own settings, where it has any.';

export const linuxInhibitor: HoldProgram = {
  command: 'systemd-inhibit',
  ways: [inhibiting('idle:sleep'), inhibiting('idle')],
  heldLine: HELD,
  problem(code, said) {
    if (code === NOT_FOUND)
      return `Outpost cannot keep this computer awake, because systemd-inhibit is not installed. ${OWN_SETTINGS}`;
    if (/denied|not permitted|authentication|authorization/i.test(said))
      return `The system does not let Outpost keep this computer awake. ${OWN_SETTINGS}`;
    if (/connect|no such file|not been booted|not provided|activat|unknown object/i.test(said))
      return `Outpost cannot keep this computer awake, because systemd-logind does not answer here, as in a container. ${OWN_SETTINGS}`;
    return `What kept this computer awake (systemd-inhibit) has ended. Outpost starts it again when it is next needed. ${OWN_SETTINGS}`;
  },
};
