/** Programs that make, copy, move, change and delete files. */
import type { Program, Weighing } from '../call.ts';
import { type OptionSpec, optionsOf } from '../options.ts';
import { type Argument, dynamic, literal } from '../shell/argument.ts';
import { stripOf, weighUnifiedDiff } from './patch-text.ts';
import { each } from './verbs.ts';

const writes =
  (spec: OptionSpec = {}): Program =>
  ({ args, bulk }, on) => {
    const { operands } = optionsOf(args, spec);
    for (const path of operands) on.alter(path);
    if (operands.length === 0 && bulk) on.alter(dynamic('unknown'));
  };

const remove: Program = ({ args, bulk }, on) => {
  const options = optionsOf(args);
  const recursive = options.has('-r', '-R', '--recursive', '-d');
  if (options.has('--no-preserve-root')) on.found('commit', 'It may delete everything.');
  for (const path of options.operands) on.remove(path, { recursive, bulk });
};

/** The last operand, or `-t`, is where they go. */
function places(
  args: readonly Argument[],
  spec: OptionSpec,
): { sources: Argument[]; target: Argument | null } {
  const options = optionsOf(args, {
    values: ['-t', '--target-directory', '-S', '--suffix', ...(spec.values ?? [])],
  });
  const [into] = options.all('-t', '--target-directory');
  if (into !== undefined) return { sources: [...options.operands], target: into };
  return { sources: options.operands.slice(0, -1), target: options.operands.at(-1) ?? null };
}

const copy: Program = ({ args, bulk }, on) => {
  const { sources, target } = places(args, { values: ['-m', '-o', '-g', '--mode'] });
  for (const path of sources) on.read(path);
  if (target === null) return;
  if (sources.some(({ start }) => /\/\.?$|\*/.test(start))) on.unpack(target);
  else on.write(target);
  // A name below a folder can weigh more than the folder.
  for (const path of sources) named(path, target, on);
  if (bulk) on.found('expand', 'It writes files that are not named one by one.');
};

/** What a file is called when it lies in a folder. */
function named(source: Argument, folder: Argument, on: Weighing): void {
  if (
    source.text === null ||
    folder.text === null ||
    source.glob ||
    !/(^|\/)(\.|\.\.)?$|\/$/.test(folder.text)
  )
    return;
  const name = source.text.split('/').at(-1)!;
  on.write({ ...folder, text: `${folder.text.replace(/\/$/, '') || '.'}/${name}`, start: folder.start });
}

const move: Program = (call, on) => {
  const { sources } = places(call.args, {});
  copy(call, on);
  for (const path of sources) on.write(path);
};

const link: Program = ({ args }, on) => {
  const { sources, target } = places(args, {});
  const leads = sources.length === 0 && target !== null ? [target] : sources;
  for (const path of leads) on.read(path);
  if (target === null) return;
  if (sources.length > 0) on.write(target);
  const names = sources.length > 0 ? [target] : [literal('.')];
  for (const path of leads) for (const name of names) on.links(name, path);
};

const tee: Program = ({ args }, on) => {
  for (const path of optionsOf(args).operands) on.write(path);
};

const chmod: Program = ({ args, bulk }, on) => {
  const mode = args.find(({ start }) => !start.startsWith('--') && !/^-[RvfchLPH]+$/.test(start));
  const rest = args.filter((argument) => argument !== mode && !argument.start.startsWith('-'));
  const text = mode?.text ?? '';
  if (/^[ugoa]*\+[rwx]*[st]|^[0-7]?[4267][0-7]{3}$/.test(text) && !/^0?[0-7]{3}$/.test(text))
    on.found('commit', 'It lets a program run with the rights of its owner.');
  if (/^0?[0-7]?[0-7][2367]$|^0?777$|a\+[rx]*w|o\+[rx]*w|^\+[rx]*w/.test(text))
    on.found('expand', 'It lets everybody on this computer write.');
  if (optionsOf(args).has('-R', '--recursive') || bulk)
    on.found('expand', 'It changes who may use files that are not named one by one.');
  for (const path of rest) changed(path, on);
};

/** Rights of files outside are the system's. */
function changed(path: Argument, on: Weighing): void {
  const text = path.text ?? path.start;
  if (
    /^(\/(?!tmp\/)|\.\.|~)/.test(text) &&
    !on.place.project.startsWith('/__') &&
    !text.startsWith(`${on.place.project}/`)
  )
    on.found('commit', `It changes who may use files outside of the project: ${text}.`);
  on.alter(path);
}

const chown: Program = ({ args }, on) => {
  on.found('expand', 'It changes whose files they are.');
  for (const path of optionsOf(args).operands.slice(1)) changed(path, on);
};

const tar: Program = ({ args }, on) => {
  const [first] = args;
  const bare = first !== undefined && /^[a-zA-Z]+$/.test(first.text ?? '') ? first : undefined;
  const flags = new Set((bare?.text ?? '').split(''));
  const words = bare === undefined ? args : args.slice(1);
  const options = optionsOf(words, {
    values: [
      ...[
        '-f',
        '--file',
        '-C',
        '--directory',
        '-X',
        '--exclude-from',
        '-T',
        '--files-from',
        '--exclude',
        '-I',
      ],
      ...[
        '--use-compress-program',
        '--to-command',
        '--checkpoint-action',
        '--transform',
        '-g',
        '--strip-components',
      ],
      ...[
        '--rsh-command',
        '--info-script',
        '--new-volume-script',
        '-F',
        '--owner',
        '--group',
        '--checkpoint',
      ],
    ],
  });
  const has = (short: string, ...long: readonly string[]): boolean =>
    flags.has(short) || options.has(`-${short}`, ...long);
  if (
    options.has(
      '--to-command',
      '--checkpoint-action',
      '--rsh-command',
      '--info-script',
      '--new-volume-script',
      '-F',
    )
  ) {
    on.hidden();
    on.found('commit', 'It starts other programs for what is in the archive.');
  }
  for (const text of options.all('-I', '--use-compress-program')) on.shell(text);
  const operands = [...options.operands];
  const file = options.all('-f', '--file')[0] ?? (flags.has('f') ? operands.shift() : undefined);
  if (file?.text !== null && file !== undefined && /^[^/]+:/.test(file.text))
    on.found('commit', 'The archive lies on another computer.');
  for (const list of options.all('-X', '--exclude-from', '-T', '--files-from')) on.read(list);
  const [folder] = options.all('-C', '--directory');
  if (has('t', '--list')) return file === undefined ? undefined : on.read(file);
  if (has('x', '--extract', '--get')) {
    on.found('expand', 'It unpacks files that are not shown.');
    if (file !== undefined) on.read(file);
    if (folder !== undefined) on.unpack(folder);
    if (has('P', '--absolute-names')) on.found('commit', 'It unpacks to wherever the archive says.');
    return;
  }
  if (file !== undefined && file.text !== '-') on.write(file);
  const read = (): void => {
    for (const path of operands) on.read(path);
  };
  if (folder === undefined) read();
  else on.within(folder, read);
  if (options.has('--remove-files'))
    for (const path of operands) on.remove(path, { recursive: true, bulk: true });
};

const zip: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: ['-x', '-i', '-b', '-n', '-t', '-TT', '--unzip-command'] });
  if (
    options.has('-T') &&
    args.some(({ start }) => start.startsWith('-TT') || start.startsWith('--unzip-command'))
  ) {
    on.hidden();
    on.found('commit', 'It starts another program to test the archive.');
  }
  const [archive, ...files] = options.operands;
  if (archive !== undefined) on.write(archive);
  for (const path of files) on.read(path);
  if (options.has('-m')) for (const path of files) on.remove(path, { recursive: true, bulk: true });
};

const unzip: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: ['-d', '-x', '-P'] });
  const [archive] = options.operands;
  if (archive !== undefined) on.read(archive);
  if (options.has('-l', '-t', '-Z', '-v', '-p', '-c')) return;
  on.found('expand', 'It unpacks files that are not shown.');
  for (const folder of options.all('-d')) on.unpack(folder);
};

const compress: Program = ({ args, bulk }, on) => {
  const options = optionsOf(args, { values: ['-S', '-b', '-T', '-o'] });
  for (const path of options.operands) {
    on.read(path);
    if (!options.has('-c', '--stdout', '-l', '-t', '--test')) on.write(path);
  }
  if (bulk) on.found('expand', 'It changes files that are not named one by one.');
};

const dd: Program = ({ args }, on) => {
  for (const argument of args) {
    const [key] = argument.start.split('=', 1);
    const path = { ...argument, text: argument.text?.slice(3) ?? null, start: argument.start.slice(3) };
    if (key === 'if') on.read(path);
    if (key !== 'of') continue;
    on.write(path);
    if (!/^\/dev\/null$/.test(path.text ?? '')) on.found('expand', 'It writes bytes as they are (dd).');
    if (
      /^(\/dev\/(?!null$)|\/(?!tmp\/)|~|\.\.)/.test(path.start) &&
      !path.start.startsWith(`${on.place.project}/`)
    )
      on.found('commit', 'It writes over a device or a file outside of the project.');
  }
};

const shred: Program = ({ args, bulk }, on) => {
  on.found('expand', 'It destroys files so that nothing brings them back.');
  for (const path of optionsOf(args, { values: ['-n', '-s'] }).operands)
    on.remove(path, { recursive: false, bulk });
};

const patch: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, {
    values: ['-p', '--strip', '-i', '--input', '-o', '--output', '-d', '--directory', '-F', '-r'],
  });
  on.found('expand', 'It changes files by a patch.');
  for (const path of options.all('-i', '--input')) on.read(path);
  for (const path of options.all('-o', '--output')) on.write(path);
  for (const folder of options.all('-d', '--directory')) on.unpack(folder);
  for (const path of options.operands) on.write(path);
  if (options.all('-i', '--input').length > 0) return;
  const apply = (): void => weighUnifiedDiff(stdin, stripOf(options.all('-p', '--strip')[0], 0), on);
  const [folder] = options.all('-d', '--directory');
  if (folder === undefined) apply();
  else on.within(folder, apply);
};

const split: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: ['-l', '-b', '-n', '-a', '-C', '--filter', '-d', '--lines', '--bytes'],
  });
  const [input, prefix] = options.operands;
  if (input !== undefined) on.read(input);
  if (prefix !== undefined) on.write(prefix);
  for (const text of options.all('--filter'))
    on.run([literal('sh'), literal('-c'), text], { stdin: { kind: 'pipe', origin: 'unknown' } });
};

export const WRITERS: readonly [string, Program][] = [
  ['rm', remove],
  ...each('unlink rmdir', ({ args, bulk }, on) => {
    for (const path of optionsOf(args).operands) on.remove(path, { recursive: false, bulk });
  }),
  ...each('trash trash-put', remove),
  ...each(
    'touch mkdir mkfifo',
    writes({ values: ['-t', '-d', '-r', '-m', '--mode', '--date', '--reference'] }),
  ),
  ['truncate', writes({ values: ['-s', '--size', '-r', '-o'] })],
  ['mktemp', writes({ values: ['-p', '--suffix', '--tmpdir', '-t'] })],
  ...each('cp gcp install ditto', copy),
  ['mv', move],
  ['ln', link],
  ['tee', tee],
  ...each('sponge fallocate', writes({ values: ['-l', '-o', '--length', '--offset'] })),
  ['chmod', chmod],
  ...each('chown chgrp setfacl xattr chattr chflags', chown),
  ...each('tar gtar bsdtar', tar),
  ['zip', zip],
  ...each('unzip 7z 7za unar unrar', unzip),
  ...each('gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 pigz', compress),
  ['dd', dd],
  ...each('shred srm wipe', shred),
  ['patch', patch],
  ...each('split csplit', split),
];
