/**
 * The executable: takes Electron's development command line and runs the app's unchanged main bundle with
 * `require('electron')` answered by the double. `ready` comes after the bundle has run, as in Electron.
 */
import inspector from 'node:inspector';
import Module, { createRequire } from 'node:module';
import { app } from './app.ts';
import { browser } from './browser.ts';
import { electron } from './electron.ts';
import { environment, readEnvironment, setEnvironment } from './environment.ts';
import { lifecycle } from './lifecycle.ts';
import { PreventableEvent } from './preventable-event.ts';

const require = createRequire(import.meta.url);

/** Node's own, undocumented hook of every `require`; the package in node_modules stays untouched. */
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };

function answerRequire(): void {
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return request === 'electron' || request === 'electron/main'
      ? electron
      : load.call(this, request, ...rest);
  };
}

function pretendToBeElectron(): void {
  const { version } = require('electron/package.json') as { version: string };
  Object.defineProperty(process, 'versions', {
    value: { ...process.versions, electron: version, chrome: '0.0.0.0' },
  });
  Object.assign(process, { type: 'browser', defaultApp: true, argv: [...environment().argv] });
}

setEnvironment(readEnvironment(process.argv.slice(2), process.cwd()));
pretendToBeElectron();
answerRequire();
// Prints "Debugger listening on ws://…": Playwright evaluates in the app over it.
if (environment().switches.has('inspect')) inspector.open(0);
for (const file of environment().preloads) require(file);
require(environment().main);
// An app that quits at once, as a second instance does, never had a Chromium.
if (!lifecycle.quitting) {
  await browser();
  lifecycle.setReady();
  app.emit('ready', new PreventableEvent(), {});
}
