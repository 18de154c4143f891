/** A host whose relay serves the phone's page, and a browser that is paired with it. */
import type { Browser, BrowserContext } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import type { ScriptedAgent } from '../main/host/scripted-agent.ts';
import { PHONE_CLIENT, pairedContext } from '../phone-page.ts';

export interface ServedPage {
  readonly fixture: HostFixture;
  readonly browser: Browser;
  /** Paired. */
  readonly context: BrowserContext;
  readonly origin: string;
}

/** @param prepare gets the host's agent before anybody is paired */
export async function startServedPage(
  prepare: (agent: ScriptedAgent, project: HostFixture['project']) => void,
): Promise<ServedPage> {
  const [fixture, browser] = await Promise.all([
    startHost({ embedded: { port: 0, bind: '127.0.0.1', clientFiles: PHONE_CLIENT } }),
    launchBrowser(),
  ]);
  prepare(fixture.agent, fixture.project);
  const link = await fixture.pair();
  const context = await pairedContext(browser, link);
  return { fixture, browser, context, origin: new URL(link).origin };
}
