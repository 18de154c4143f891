/** Programs that work on another computer, or copy to and from one. What runs there weighs the most, whatever it is. */
import { posix } from 'node:path';
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';
import { each } from './verbs.ts';

/** `user@host` as an operand of a program of SSH, without the user. */
const hostOf = ({ text }: Argument): string | null => {
  const host =
    text === null
      ? null
      : (/^(?:ssh:\/\/|sftp:\/\/)?(?:[^@/]*@)?(\[[^\]]+\]|[^:/@\s]+)/.exec(text)?.[1] ?? null);
  return host === '' ? null : host;
};

const SSH_VALUES = '-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w'.split(' ');

const ssh: Program = ({ name, args }, on) => {
  const options = optionsOf(args, { values: SSH_VALUES, stops: true });
  const [host] = options.operands;
  on.network(host === undefined ? null : hostOf(host));
  on.found('commit', `It works on another computer (${name}).`);
  for (const key of options.all('-i')) if (key.text !== null) on.secret(key.text);
};

const copies: Program = ({ name, args }, on) => {
  const { operands } = optionsOf(args, {
    values: '-c -F -i -J -l -o -P -S -D -X'.split(' '),
  });
  for (const operand of operands)
    if (/^[^/]*:/.test(operand.start) || name === 'sftp') on.network(hostOf(operand));
    else on.read(operand);
  on.found('commit', `It copies to or from another computer (${name}).`);
};

const RSYNC_VALUES =
  '-e --rsh -f --filter --exclude --exclude-from --include --include-from --files-from -T --temp-dir --compare-dest --copy-dest --link-dest --log-file --rsync-path -M --remote-option --password-file --out-format --chmod --chown --bwlimit --timeout -B --backup-dir --suffix --max-size --min-size --port --info --write-batch --read-batch --partial-dir --usermap --groupmap --modify-window --max-delete --address --iconv'.split(
    ' ',
  );

const rsync: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: RSYNC_VALUES });
  const { operands } = options;
  if (operands.some(isRemote) || options.has('--daemon', '--password-file')) {
    for (const operand of operands.filter(isRemote)) on.network(hostOf(operand));
    if (!operands.some(isRemote)) on.network(null);
    on.found('commit', 'It copies to or from another computer (rsync).');
    for (const operand of operands) if (!isRemote(operand)) on.read(operand);
    return;
  }
  for (const text of options.all('-e', '--rsh', '--rsync-path')) on.shell(text);
  for (const path of options.all('--files-from', '--exclude-from', '--include-from', '--read-batch'))
    on.read(path);
  for (const path of options.all('--log-file', '--backup-dir', '--write-batch', '-T', '--temp-dir'))
    on.write(path);
  const target = operands.length > 1 ? operands.at(-1) : undefined;
  const sources = target === undefined ? operands : operands.slice(0, -1);
  for (const path of sources) on.read(path);
  if (target === undefined) return;
  on.write(target);
  if (isHomeOrRoot(target, on))
    on.found('commit', 'What it copies may change settings of your account or the system.');
  if ([...options.names].some((name) => name.startsWith('--del')))
    on.found('expand', 'It deletes files that are not named one by one.');
  if (options.has('--remove-source-files'))
    for (const path of sources) on.remove(path, { recursive: false, bulk: true });
};

/** `host:path`, `host::module`, `rsync://`; or one that could become so while it runs. */
const isRemote = ({ text, start, origin }: Argument): boolean =>
  /^[^/]*:/.test(start) || (text === null && !start.includes('/') && origin === 'unknown');

const isHomeOrRoot = ({ text }: Argument, on: Weighing): boolean => {
  if (text === null) return false;
  const path = posix.resolve('/.', text.startsWith('/') ? text : '/.');
  return text.startsWith('/') && (path === '/' || path === on.place.home);
};

const rclone: Program = ({ args }, on) => {
  on.network(null);
  const verb = args.find(({ start }) => !start.startsWith('-'))?.text ?? '';
  const reads = 'ls lsd lsl lsf lsjson size about tree version listremotes check'.split(' ');
  if (reads.includes(verb)) return on.found('expand', 'It reads from a cloud.');
  on.found('commit', 'It copies to or from a cloud, or changes what lies there.');
};

export const HOSTS: readonly [string, Program][] = [
  ...each('ssh slogin autossh mosh sshpass ssh-copy-id sshfs pssh pdsh eternal', ssh),
  ...each('scp sftp pscp rcp unison croc wormhole magic-wormhole', copies),
  ['rsync', rsync],
  ['rclone', rclone],
];
