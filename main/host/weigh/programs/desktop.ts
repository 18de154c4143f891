/** Programs of the desktop: windows that open, with a file or an address. */
import { addressOf } from '../addresses.ts';
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';

const OPENS = 'It opens a window on this computer.';

const opens: Program = ({ args }, on) => {
  on.found('expand', OPENS);
  const options = optionsOf(args, { values: ['-a', '-b', '-u', '--env', '-i', '-o'] });
  if (options.has('--args', '--env')) on.found('commit', 'It starts a program with arguments of its own.');
  for (const argument of options.operands) {
    if (argument.text === null && argument.origin === 'unknown') {
      on.found('commit', 'What it opens is only decided while it runs.');
      continue;
    }
    const { scheme, host } = addressOf(argument.text ?? argument.start);
    if (scheme === '') on.read(argument);
    else on.network(host);
    if (scheme !== '' && !/^(https?|file):$/.test(scheme))
      on.found('commit', `It gives another program an address of ${scheme}`);
  }
};

const code: Program = ({ args }, on) => {
  on.found('expand', OPENS);
  const options = optionsOf(args, {
    values: [
      '-g',
      '--goto',
      '--install-extension',
      '--user-data-dir',
      '--extensions-dir',
      '--profile',
      '--remote',
      '--folder-uri',
    ],
  });
  const [verb] = options.operands;
  if (
    verb?.text === 'tunnel' ||
    verb?.text === 'serve-web' ||
    options.has('--remote', '--folder-uri', '--file-uri', '--add-mcp')
  )
    return on.found('commit', 'It opens a way to this computer, or to another one.');
  if (options.has('--install-extension')) on.network(null);
  for (const path of options.operands) on.read(path);
};

export const DESKTOP: readonly [string, Program][] = [
  ...['open', 'xdg-open', 'gio', 'gnome-open', 'kde-open', 'wslview', 'explorer.exe'].map(
    (name): [string, Program] => [name, opens],
  ),
  ...[
    'code',
    'code-insiders',
    'codium',
    'cursor',
    'windsurf',
    'zed',
    'subl',
    'idea',
    'webstorm',
    'pycharm',
    'goland',
  ].map((name): [string, Program] => [name, code]),
];
