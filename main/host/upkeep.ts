/**
 * What keeps a computer up that stands alone and runs on mains, by system. Outpost runs none of it: it changes the machine
 * for everybody who uses it and asks for an administrator's password, which belongs into the owner's own terminal and
 * into no program that phones can reach.
 */
import type { UpkeepView } from '../contract/state.ts';

const AFTER_POWER_FAILURE: UpkeepView = {
  id: 'power-failure',
  title: 'Start again after a power failure',
  about:
    'A setting of the firmware, often called “Restore on AC power loss”. Press the key that is named at power-on to get there.',
  command: null,
};

const MAC: readonly UpkeepView[] = [
  {
    id: 'power-failure',
    title: 'Start again after a power failure',
    about: 'Otherwise somebody has to press its button. Taken back with 0 in place of 1.',
    command: 'sudo pmset -a autorestart 1',
  },
  {
    id: 'sleep',
    title: 'Never sleep on mains',
    about: 'Also while no phone is connected. The display still turns off. Taken back with 10 in place of 0.',
    // `systemsetup` has switches for both, too; since macOS 13 they need full disk access for the terminal.
    command: 'sudo pmset -c sleep 0',
  },
  {
    id: 'disk-encryption',
    title: 'See whether FileVault is on',
    about:
      'When it is, a Mac that starts waits at its log-in screen: no network, no Outpost, until somebody enters a password there. For a restart that you plan, “sudo fdesetup authrestart” goes past it once.',
    command: 'fdesetup status',
  },
];

const LINUX: readonly UpkeepView[] = [
  AFTER_POWER_FAILURE,
  {
    id: 'sleep',
    title: 'Never sleep',
    about: 'Whatever a desktop, a lid or a timer asks for. Taken back with unmask in place of mask.',
    command: 'sudo systemctl mask sleep.target suspend.target hibernate.target hybrid-sleep.target',
  },
  {
    id: 'linger',
    title: 'Run services before anybody logs in',
    about:
      'For Outpost as a service of yours on a computer without a screen. Taken back with disable-linger.',
    command: 'loginctl enable-linger',
  },
  {
    id: 'disk-encryption',
    title: 'See whether its disk is encrypted',
    about:
      'Where “crypt” shows, a computer that starts waits for a passphrase: no network, no Outpost, until somebody enters it there.',
    command: 'lsblk -o NAME,TYPE,MOUNTPOINTS',
  },
];

const WINDOWS: readonly UpkeepView[] = [
  AFTER_POWER_FAILURE,
  {
    id: 'sleep',
    title: 'Never sleep on mains',
    about: 'Also while no phone is connected. Taken back with 30 (minutes) in place of 0.',
    command: 'powercfg /change standby-timeout-ac 0',
  },
  {
    id: 'hibernate',
    title: 'Never hibernate on mains',
    about: 'Taken back with 180 (minutes) in place of 0.',
    command: 'powercfg /change hibernate-timeout-ac 0',
  },
  {
    id: 'disk-encryption',
    title: 'See whether BitLocker asks for a PIN',
    about:
      'In a terminal of an administrator. Where “TPM And PIN” shows, a computer that starts waits for it: no network, no Outpost.',
    command: 'manage-bde -protectors -get C:',
  },
];

/** In the order in which they are shown; none where we know of none. */
export function upkeepOf(platform: NodeJS.Platform): readonly UpkeepView[] {
  switch (platform) {
    case 'darwin':
      return MAC;
    case 'linux':
      return LINUX;
    case 'win32':
      return WINDOWS;
    default:
      return [];
  }
}
