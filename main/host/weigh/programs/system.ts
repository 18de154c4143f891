/** Services, disks, networks and settings of this computer. */
import type { Tier } from '../../../../protocol/session/tiers.ts';
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, is } from '../shell/argument.ts';
import { each, rows, type Said, type Verb, verbed } from './verbs.ts';

const LOOKS: Said = ['expand', 'It looks at services or settings of this computer.'];
const SERVICES: Said = ['commit', 'It changes which programs run on this computer.'];
const SETTINGS: Said = ['commit', 'It changes settings of this computer.'];
const LATER: Said = ['commit', 'It makes this computer run something later.'];

// Services.

const systemctl = verbed({
  options: {
    values: '-H --host -M --machine -n --lines -o --output -t --type -p --property --state'.split(' '),
  },
  flags: '--user --system --no-pager -q --quiet -a --all -l --full --failed --plain --no-legend'.split(' '),
  table: new Map<string, Verb>([
    ...rows(
      'nothing',
      'status',
      'list-units',
      'list-unit-files',
      'list-timers',
      'list-sockets',
      'list-dependencies',
      'list-jobs',
    ),
    ...rows('nothing', 'is-active', 'is-enabled', 'is-failed', 'is-system-running', 'cat', 'help'),
    ...rows(LOOKS, 'show', 'get-default', 'show-environment', 'list-machines'),
  ]),
  other: SERVICES,
  bare: 'nothing',
});
const services: Program = (call, on) => {
  if (
    optionsOf(call.args, { values: ['-H', '--host', '-M', '--machine'] }).has(
      '-H',
      '--host',
      '-M',
      '--machine',
    )
  )
    on.found('commit', 'It changes another computer.');
  systemctl(call, on);
};

const service: Program = ({ args }, on) => {
  if (is(args[0], '--status-all') || is(args[1], 'status')) return on.found(...LOOKS);
  on.found(...SERVICES);
};

const journalctl: Program = ({ args }, on) => {
  const changes = /^--(vacuum|rotate|flush|sync|relinquish|update-catalog|setup-keys)/;
  on.found(...(args.some(({ start }) => changes.test(start)) ? SETTINGS : LOOKS));
};

const crontab: Program = ({ args }, on) => {
  on.found(...(args.length === 1 && is(args[0], '-l') ? LOOKS : LATER));
};

const pm2: Program = ({ args }, on) => {
  const verb = args[0]?.text;
  if (
    verb === 'deploy' ||
    verb === 'startup' ||
    verb === 'unstartup' ||
    verb === 'link' ||
    verb === 'publish'
  )
    return on.found(...SERVICES);
  on.found('expand', 'It starts, stops or looks at programs that keep running.');
};

/** `systemd-run` and the like: what they run counts, and that it runs on its own. */
const runsApart =
  (values: readonly string[]): Program =>
  ({ args }, on) => {
    on.found('expand', 'It runs apart from this command.');
    const options = optionsOf(args, { values, stops: true });
    if (
      options.has(
        '--on-calendar',
        '--on-active',
        '--on-boot',
        '--timer-property',
        '-H',
        '--host',
        '-M',
        '--machine',
      )
    )
      on.found(...LATER);
    if (options.operands.length > 0) on.run(options.operands);
  };

// Settings.

const always =
  (said: Said): Program =>
  (_call, on) =>
    on.found(...said);

/** Only looks when its first words, or its lack of words, say so. */
const unless =
  (looks: (args: readonly Argument[]) => boolean, said: Said = SETTINGS, tier: Tier = 'expand'): Program =>
  ({ args }, on) => {
    if (!looks(args)) on.found(...said);
    else if (tier !== 'continue') on.found(...LOOKS);
  };

const first =
  (...words: readonly string[]) =>
  (args: readonly Argument[]): boolean => {
    const word = args.find(({ start }) => !/^-/.test(start))?.text;
    return word === undefined || (word !== null && words.includes(word));
  };
const none = (args: readonly Argument[]): boolean => args.length === 0;
const only =
  (...words: readonly string[]) =>
  (args: readonly Argument[]): boolean =>
    args.length > 0 && args[0]!.text !== null && words.includes(args[0]!.text);

const sysctl: Program = ({ args }, on) => {
  const options = optionsOf(args);
  if (
    options.has('-w', '--write', '-p', '--load', '--system') ||
    options.operands.some(({ text, start }) => text === null || start.includes('='))
  )
    on.found(...SETTINGS);
};

const IP_CHANGES =
  /^(a|add|ap|append|c|ch|change|d|de|del|delete|f|flush|r|replace|s|set|restore|save|u|up|update|exec|attach|detach|prepend|test|pids|monitor|identify)$/;
const ip: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: '-f -family -n -netns -l -loops -rc -rcvbuf'.split(' '),
    single: true,
  });
  const words = options.operands;
  if (options.has('-b', '-batch', '-force')) on.found(...SETTINGS);
  const [object, verb] = words;
  if (
    object?.start.startsWith('netn') &&
    verb?.text !== null &&
    verb !== undefined &&
    'exec'.startsWith(verb.text)
  ) {
    on.found('expand', 'It runs in another network.');
    return on.run(words.slice(3));
  }
  if (verb !== undefined && (verb.text === null || IP_CHANGES.test(verb.text))) return on.found(...SETTINGS);
  on.found(...LOOKS);
};

const screen: Program = ({ args }, on) => {
  on.found('expand', 'It runs in a terminal of its own.');
  const options = optionsOf(args, {
    values: '-S -c -e -h -p -s -t -T -r -x -R'.split(' '),
    stops: true,
  });
  if (options.has('-X', '-r', '-x', '-R', '-Q')) {
    on.hidden();
    return on.found('commit', 'It types into other terminals.');
  }
  for (const file of options.all('-c')) on.read(file);
  if (options.operands.length > 0) on.run(options.operands);
};

const xcrun: Program = ({ args }, on) => {
  const { operands } = optionsOf(args, {
    values: ['--sdk', '--toolchain', '-sdk', '-toolchain'],
    stops: true,
  });
  const [tool, verb] = operands;
  if (tool === undefined) return;
  if (tool.text === 'notarytool' || tool.text === 'altool' || tool.text === 'stapler') {
    on.network(null);
    return on.found('commit', 'It uploads to Apple, with credentials of the keychain.');
  }
  if (tool.text === 'simctl') return on.found('expand', `It works in a simulator (${verb?.text ?? '…'}).`);
  on.run(operands);
};

const codesign: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: ['-s', '--sign', '-r', '-o', '-i', '--entitlements'] });
  const signs = options.has('-s', '--sign', '--remove-signature') || options.unclear;
  on.found(...(signs ? (['commit', 'It signs with a key of the keychain.'] as const) : LOOKS));
};

export const SYSTEM: readonly [string, Program][] = [
  ['systemctl', services],
  ...each('service rc-service invoke-rc.d', service),
  ['launchctl', unless(only('list', 'print', 'blame', 'version'), SERVICES)],
  ['journalctl', journalctl],
  ['crontab', crontab],
  ...each('at batch atrm anacron', always(LATER)),
  ['atq', always(LOOKS)],
  ['pm2', pm2],
  ...each(
    'supervisorctl sv rc-update chkconfig update-rc.d initctl telinit init',
    unless(only('status'), SERVICES),
  ),
  ...each('shutdown reboot halt poweroff systemd-inhibit', always(SERVICES)),
  [
    'systemd-run',
    runsApart(
      '-p --property -u --unit -E --setenv --description --slice --on-active --on-calendar -H -M --uid --gid --working-directory --nice -d'.split(
        ' ',
      ),
    ),
  ],
  ...each(
    'dbus-run-session xvfb-run setarch linux32 linux64 numactl taskset chrt cpulimit firejail bwrap fakeroot proot dbus-launch',
    runsApart('-n -s -a -e -f -l --server-args -c'.split(' ')),
  ),
  ['screen', screen],
  ['ip', ip],
  ['ifconfig', unless((args) => args.length <= 1)],
  ...each(
    'route arp',
    unless((args) => args.every(({ start }) => start.startsWith('-'))),
  ),
  ...each('iptables ip6tables nft pfctl ufw firewall-cmd ipset tc brctl ethtool iwconfig', always(SETTINGS)),
  ...each(
    'networksetup scutil systemsetup',
    unless((args) => /^(-(get|list|show)|--(dns|proxy|nwi|get))/.test(args[0]?.start ?? '')),
  ),
  [
    'nmcli',
    unless(
      (args) =>
        first('device', 'dev', 'd', 'connection', 'con', 'c', 'general', 'radio', 'networking')(args) &&
        args.length <= 2,
    ),
  ],
  ['sysctl', sysctl],
  ['defaults', unless(only('read', 'read-type', 'domains', 'find', 'help'))],
  ...each(
    'hostnamectl timedatectl localectl loginctl resolvectl bluetoothctl powerprofilesctl networkctl',
    unless(first('status', 'show', 'list', 'list-sessions', 'list-timezones', 'query', 'list-users')),
  ),
  ['pmset', unless(only('-g'))],
  ...each('gsettings dconf', unless(only('get', 'read', 'list', 'list-schemas', 'list-keys', 'range'))),
  ['mount', unless(none)],
  ...each(
    'umount swapon swapoff fusermount cryptsetup losetup zpool zfs lvm lvcreate vgcreate mdadm',
    always(SETTINGS),
  ),
  ...each(
    'mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mke2fs mkswap newfs fdisk sfdisk parted gdisk sgdisk wipefs blkdiscard fsck e2fsck hdparm badblocks asr',
    always(['commit', 'It changes a disk.']),
  ),
  ...each('diskutil hdiutil', unless(only('list', 'info', 'imageinfo', 'verify', 'activity'))),
  ...each(
    'useradd userdel usermod adduser deluser groupadd groupdel groupmod gpasswd passwd chpasswd chage chsh chfn visudo vipw dscl dseditgroup sysadminctl newgrp login authselect',
    always(['commit', 'It changes accounts of this computer, or works as another one.']),
  ),
  ...each(
    'nvram csrutil spctl tccutil kextload kextunload kmutil modprobe insmod rmmod setenforce setsebool semanage setcap update-alternatives dpkg-reconfigure ldconfig efibootmgr grub-install update-grub installer kexec auditctl profiles lpadmin hwclock',
    always(SETTINGS),
  ),
  ['xcode-select', unless(only('-p', '--print-path', '-v', '--version'), SETTINGS, 'continue')],
  ['xcrun', xcrun],
  ['codesign', codesign],
  ...each('dmesg last lastlog w who finger system_profiler ioreg lshw lspci lsusb dmidecode', always(LOOKS)),
];
