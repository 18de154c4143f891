/** What an entry of the tray menu does. Whatever changes the host is a command of its contract. */
import type { CommandName, CommandParams, HostApi } from '../contract/contract.ts';
import type { PanelView } from '../contract/panel.ts';
import type { KeepAwake, TrayAct } from './tray-menu.ts';

export interface TrayActsOptions {
  readonly api: HostApi;
  readonly open: (view?: PanelView) => void;
  readonly quit: () => Promise<void>;
  /** Asks once. True: revoke. */
  readonly confirmRevoke: (name: string) => Promise<boolean>;
  readonly tellRefusal: (message: string) => Promise<void>;
  /** Somebody chose to connect it: what it asks is asked of them. */
  readonly connecting: (environment: string) => void;
}

/** @returns what performs an act; it resolves when the host has answered */
export function trayActs(options: TrayActsOptions): (act: TrayAct) => Promise<void> {
  const { api, open, quit, confirmRevoke, tellRefusal, connecting } = options;

  /** @returns false when the host refused, and the person was told why */
  async function run<C extends CommandName>(name: C, params: CommandParams<C>): Promise<boolean> {
    const outcome = await api.run(name, params);
    if (!outcome.ok) await tellRefusal(outcome.refusal.message);
    return outcome.ok;
  }

  async function connect(alias: string): Promise<void> {
    const outcome = await api.run('ssh/connect', { alias });
    if (outcome.ok) connecting(outcome.value.environment);
    else await tellRefusal(outcome.refusal.message);
  }

  /** A choice is two settings: one that is made while another is being written comes whole behind it. */
  let choosing: Promise<void> = Promise.resolve();
  function keepAwake(choice: KeepAwake): Promise<void> {
    choosing = choosing.catch(() => {}).then(() => choose(choice));
    return choosing;
  }

  async function choose(choice: KeepAwake): Promise<void> {
    if (choice === 'off') {
      await run('settings/set', { key: 'mobile_keep_awake', value: false });
      return;
    }
    // The reason first: it is not held awake for another one in between.
    if (await run('settings/set', { key: 'keep_awake_while', value: choice }))
      await run('settings/set', { key: 'mobile_keep_awake', value: true });
  }

  return async (act) => {
    switch (act.act) {
      case 'open':
        return open(act.view);
      case 'quit':
        return quit();
      case 'update':
        await run('update/restart', {});
        return;
      case 'keepAwake':
        return keepAwake(act.choice);
      case 'sleepOnBattery':
        await run('settings/set', { key: 'sleep_on_battery', value: act.on });
        return;
      case 'revoke':
        if (await confirmRevoke(act.name)) await run('device/revoke', { id: act.id });
        return;
      case 'connect':
        return connect(act.alias);
      case 'disconnect':
        await run('ssh/disconnect', { environment: act.environment });
    }
  };
}
