/** The desktop app as it is built, with a host of its own on loopback. */
import { type Desktop, launchDesktop } from '../electron-double/fixture.ts';

const FLAGS = ['--bind', '127.0.0.1', '--port', '0', '--codex', '/nonexistent/codex'];
const LOOK_MS = 20;

/** Asks the app until it has an answer; a look costs it next to nothing. */
export async function asked<T>(desktop: Desktop, question: () => T | undefined): Promise<T> {
  for (;;) {
    const answer = await desktop.evaluate(question, undefined);
    if (answer !== undefined) return answer as T;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Resolves when its tray has a menu. */
export async function startDesktop(): Promise<Desktop> {
  const desktop = await launchDesktop({ args: FLAGS });
  await asked(desktop, () => globalThis.electronProbe.workToTray());
  return desktop;
}
