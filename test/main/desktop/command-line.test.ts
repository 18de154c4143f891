import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../main/desktop/command-line.ts';

test('without flags the embedded relay answers on this network and serves the page', () => {
  expect(parseCommandLine([], '/app/dist/phone')).toEqual({
    data: undefined,
    host: {
      embedded: { port: null, bind: '0.0.0.0', clientFiles: '/app/dist/phone' },
      relays: [],
      clientOrigin: null,
      codex: { command: null },
      demo: true,
    },
  });
});

test('every flag', () => {
  const argv = '--data /d --name mini --port 4000 --bind 127.0.0.1 --codex /bin/codex --no-demo';
  const relays = '--relay wss://a.example --relay=wss://b.example --client-origin https://c.example';
  expect(parseCommandLine(`${argv} ${relays}`.split(' '), '/app/dist/phone')).toEqual({
    data: '/d',
    host: {
      name: 'mini',
      embedded: { port: 4000, bind: '127.0.0.1', clientFiles: '/app/dist/phone' },
      relays: ['wss://a.example', 'wss://b.example'],
      clientOrigin: 'https://c.example',
      codex: { command: '/bin/codex' },
      demo: false,
    },
  });
});

test('what Chromium and Electron put on the line is left alone', () => {
  const argv = [
    '--no-sandbox',
    '--inspect=0',
    '-r',
    'probe.cjs',
    '--user-data-dir=/x',
    '--name',
    'mini',
    'extra',
  ];
  expect(parseCommandLine(argv, undefined).host.name).toBe('mini');
});

test.each([
  [['--port', '70000'], 'port'],
  [['--port', 'many'], 'port'],
  [['--bind', 'localhost'], 'bind'],
  [['--relay', 'https://a.example'], 'relay'],
  [['--client-origin', 'https://c.example/path'], 'client-origin'],
  [['--data'], 'data'],
])('%j names the flag and not the value', (argv, flag) => {
  const attempt = () => parseCommandLine(argv, undefined);
  expect(attempt).toThrow(`--${flag}`);
  const value = argv[1];
  if (value) expect(attempt).not.toThrow(value);
});
