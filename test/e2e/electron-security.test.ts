/**
 * Electron's own security checklist (its documentation, "Security"), item by item and in its words, on the desktop app as it
 * is built. Fuses are read back from a packed program in package.test.ts.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Desktop } from '../electron-double/fixture.ts';
import { launchHostDesktop } from './desktop-app.ts';

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read);

const ROOT = path.join(import.meta.dirname, '../..');
const FOREIGN = 'https://example.com/';

/** The app's own code that Electron runs, by file. */
async function sources(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const folder of ['main/desktop', 'preload', 'renderer']) {
    const names = await readdir(path.join(ROOT, folder), { recursive: true });
    for (const name of names.filter((each) => /\.(ts|tsx|html)$/.test(each)))
      files.set(`${folder}/${name}`, await readFile(path.join(ROOT, folder, name), 'utf8'));
  }
  return files;
}
const code = await sources();
const filesWith = (pattern: RegExp): string[] =>
  [...code].filter(([, text]) => pattern.test(text)).map(([file]) => file);
/** What stands in the brackets that open behind `start`. */
function block(text: string, start: string): string {
  const from = text.indexOf('{', text.indexOf(start));
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(from, at + 1);
  }
  throw new Error(`${start} has no end`);
}
const windowOptions = () => block(code.get('main/desktop/windows.ts')!, 'new BrowserWindow(');
const preferences = () => block(windowOptions(), 'webPreferences:');

let desktop: Desktop;
let page: Page;
const asked: string[] = [];
let policy = '';
beforeAll(async () => {
  desktop = await launchHostDesktop();
  const window = desktop.nextWindow();
  await desktop.tray.click([
    (await desktop.tray.items()).find(({ label }) => label.startsWith('Open '))!.label,
  ]);
  page = await window;
  await page.getByRole('heading', { level: 1 }).waitFor();
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) => {
    policy = response.headers()['content-security-policy'] ?? policy;
  });
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
});
afterAll(() => desktop.close());

test('1. only load secure content', async () => {
  for (let key = 1; key <= 9; key++) await page.keyboard.press(`Control+${key}`);
  const own = await page.evaluate(() => location.origin);
  expect([...new Set(asked.map((url) => new URL(url).origin))]).toEqual([own]);
  const insecure = /\bhttp:\/\/(?!www\.w3\.org)/;
  expect(filesWith(insecure).filter((file) => file.startsWith('renderer/'))).toEqual([]);
});

test('2. do not enable Node.js integration', async () => {
  expect(preferences()).toContain('nodeIntegration: false');
  const types = await page.evaluate(() => {
    const all = globalThis as unknown as Record<string, unknown>;
    return ['require', 'process', 'Buffer', 'module', 'global', '__dirname'].map((name) => typeof all[name]);
  });
  expect(new Set(types)).toEqual(new Set(['undefined']));
});

test('3. enable context isolation', async () => {
  expect(preferences()).toContain('contextIsolation: true');
  // The page sees what was handed to it, and cannot change it; of the world behind it sees nothing.
  const seen = await page.evaluate(() => {
    const all = globalThis as unknown as Record<string, unknown> & { outpost: Record<string, unknown> };
    const before = all.outpost;
    const attempts = [
      () => Object.assign(before, { run: () => 'mine' }),
      () => Object.assign(all, { outpost: { run: () => 'mine' } }),
      () => Object.defineProperty(all, 'outpost', { value: {} }),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {}
    }
    const names = ['ipcRenderer', 'contextBridge', 'bridge', 'CHANNELS', 'exports', 'require'];
    return {
      same: all.outpost === before,
      mine: String(all.outpost.run).includes('mine'),
      names: names.filter((name) => name in all),
    };
  });
  expect(seen).toEqual({ same: true, mine: false, names: [] });
});

test('4. enable process sandboxing', () => {
  expect(preferences()).toContain('sandbox: true');
  expect(filesWith(/no-sandbox|appendSwitch|disableHardwareAcceleration/)).toEqual([]);
});

test('5. handle session permission requests', async () => {
  const granted = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'midi', 'clipboard-read', 'camera', 'microphone'];
    const states = names.map(async (name) => {
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      return state === 'granted' ? [name] : [];
    });
    return (await Promise.all(states)).flat();
  });
  expect(granted).toEqual([]);
});

test('6. do not disable webSecurity', async () => {
  expect(preferences()).not.toContain('webSecurity');
  const answer = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => 'read',
        () => 'refused',
      ),
    FOREIGN,
  );
  expect(answer).toBe('refused');
});

test('7. define a Content Security Policy', async () => {
  const rules = new Map(policy.split('; ').map((rule) => rule.split(/ (.*)/s) as [string, string]));
  expect(rules.get('default-src')).toBe("'none'");
  expect(rules.get('script-src')).toBe("'self'");
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.head.append(script);
    script.remove();
    return 'ran' in globalThis;
  });
  expect(ran).toBe(false);
});

test('8. do not enable allowRunningInsecureContent', () => {
  expect(filesWith(/allowRunningInsecureContent|ignore-certificate-errors|certificate-error/)).toEqual([]);
});

test('9. do not enable experimental features', () => {
  expect(filesWith(/experimentalFeatures/)).toEqual([]);
});

test('10. do not use enableBlinkFeatures', () => {
  expect(filesWith(/enableBlinkFeatures|enable-blink-features/)).toEqual([]);
});

test('11. do not use allowpopups for web views', () => {
  expect(filesWith(/allowpopups|<webview|webviewTag/)).toEqual([]);
});

test('12. verify web view options before creation: none is ever created', async () => {
  expect(code.get('main/desktop/security.ts')).toMatch(
    /will-attach-webview', \(event\) => event\.preventDefault\(\)/,
  );
  const attached = await page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'https://example.com/');
    document.body.append(view);
    const alive = 'getWebContentsId' in view;
    view.remove();
    return alive;
  });
  expect(attached).toBe(false);
});

test('13. disable or limit navigation', async () => {
  const before = page.url();
  await page.evaluate((url) => {
    location.href = url;
  }, FOREIGN);
  await page.evaluate((url) => {
    const form = document.createElement('form');
    form.action = url;
    document.body.append(form);
    form.submit();
    form.remove();
  }, FOREIGN);
  // The page that stands there then has done all that it was asked to.
  await eventually(() => page.evaluate(() => document.querySelector('h1') !== null)).toBe(true);
  expect(page.url().split('#')[0]).toBe(before.split('#')[0]);
});

test('14. disable or limit the creation of new windows', async () => {
  const opened = await page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    link.target = '_blank';
    document.body.append(link);
    link.click();
    link.remove();
    return window.open(url)?.closed === false;
  }, FOREIGN);
  await eventually(() => desktop.windows().length).toBe(1);
  expect(opened).toBe(false);
});

test('15. do not use shell.openExternal with untrusted content', () => {
  const opened = [...code].flatMap(([file, text]) =>
    [...text.matchAll(/(?:openExternal|openPath)\(.*\)/g)].map(([call]) => `${file}: ${call}`),
  );
  // The page where the agent is signed in: the host's own word, and https only (shown.ts).
  expect(opened).toEqual(['main/desktop/desktop.ts: openExternal(page)']);
  expect(code.get('main/desktop/desktop.ts')).toContain('const page = signInPage(await api.snapshot());');
});

test('16. use a current version of Electron', async () => {
  const { devDependencies } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const installed = createRequire(import.meta.url)('electron/package.json') as { version: string };
  // Pinned, so that an update is a change that is seen and tested; docs/packaging.md says when it is due.
  expect(devDependencies.electron).toBe(installed.version);
});

test('17. validate the sender of all IPC messages', async () => {
  expect(filesWith(/ipcMain\.(on|once|handle|handleOnce)\(/)).toEqual(['main/desktop/ipc.ts']);
  const registered = code.get('main/desktop/ipc.ts')!.match(/ipcMain\.(on|once|handle|handleOnce)\(/g);
  expect(registered).toHaveLength(1);
  const preload = path.join(ROOT, 'dist/preload/preload.cjs');
  // A page of somebody else, with our preload, is what a mistake would look like.
  await desktop.evaluate(({ BrowserWindow }, file) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: file } });
    void window.loadURL('data:text/html,<title>not the panel</title>');
  }, preload);
  const titled = async (): Promise<Page | undefined> => {
    for (const each of desktop.windows())
      if ((await each.title().catch(() => '')) === 'not the panel') return each;
    return undefined;
  };
  await eventually(titled).toBeDefined();
  const stranger = (await titled())!;
  const answers = await stranger.evaluate(async () => {
    const { outpost } = globalThis as unknown as {
      outpost: Record<'snapshot' | 'run' | 'desk', (...args: unknown[]) => Promise<unknown>>;
    };
    const calls = [outpost.snapshot(), outpost.run('pairing/open', {}), outpost.desk('chooseFolder')];
    return Promise.all(
      calls.map((call) =>
        call.then(
          () => 'answered',
          (error: Error) => error.message,
        ),
      ),
    );
  });
  for (const answer of answers) expect(answer).toContain('This page may not speak to the host.');
  await desktop.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().startsWith('data:')) window.destroy();
  }, undefined);
});

test('18. avoid the file:// protocol, and prefer custom ones', async () => {
  expect(filesWith(/loadFile\(|['"`]file:/)).toEqual([]);
  const [url] = await desktop.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
    undefined,
  );
  expect(url).toMatch(/^app:\/\/panel\//);
});

test('19. check which fuses can be changed', async () => {
  const text = await readFile(path.join(ROOT, 'electron-builder.yml'), 'utf8');
  const fuses = Object.fromEntries(
    [...text.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, value]) => [name, value === 'true']),
  );
  expect(fuses).toMatchObject({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('20. do not expose Electron APIs to web content', async () => {
  const exposed = await page.evaluate(() => {
    const { outpost } = globalThis as unknown as { outpost: Record<string, unknown> };
    return {
      frozen: Object.isFrozen(outpost),
      types: [...new Set(Object.values(outpost).map((each) => typeof each))],
    };
  });
  expect(exposed).toEqual({ frozen: true, types: ['function'] });
  const preload = code.get('preload/preload.ts')!;
  // Every channel is one of the contract's; none comes from the page, and no event object goes to it.
  for (const [call] of preload.matchAll(/ipcRenderer\.\w+\([^)]*/g))
    expect(call).toMatch(/^ipcRenderer\.(invoke\(CHANNELS\.\w+|on\(channel, forward|off\(channel, forward)/);
  for (const [, channel] of preload.matchAll(/listen\(([^)]*)\)/g))
    expect(channel).toMatch(/^(CHANNELS\.\w+)?/);
});
