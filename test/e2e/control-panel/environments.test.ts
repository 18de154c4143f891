/** Environments in the built control panel: what it shows of SSH hosts, and what is done with them. */
import { describe, expect, test } from 'vitest';
import type { SshHostView } from '../../../main/contract/environments.ts';
import { HOST_STATES, sshHost, withHosts } from './environment-states.ts';
import { button, environmentsPanel, focused, refusal } from './environments-panel.ts';

const { panel, open, commands, asked, expectForEverybody } = environmentsPanel();

describe('each environment', () => {
  test('says how it stands, since when, how far it is, and which Codex is there where it is another one', async () => {
    const page = await open(HOST_STATES.several());
    const row = (name: string) => page.getByRole('listitem', { name, exact: true }).first();
    await row('devbox').getByText('Connected', { exact: true }).waitFor();
    await row('devbox').getByText('for 3 hours').waitFor();
    await row('devbox').getByText('18 ms there and back · Codex 0.144.0', { exact: true }).waitFor();
    await row('gpu-1').getByText('Codex 0.139.2 there, 0.144.0 on this computer').waitFor();
    await row('build').getByText('Tried again by itself').waitFor();
    await row('old-box').getByText('Wants your attention').waitFor();
    await row('ada-mini').getByText('This computer', { exact: true }).waitFor();
    expect(await row('ada-mini').getByRole('button').count()).toBe(0);
  });

  test('what is missing there is named with its command, which is copied by the name of the host', async () => {
    const page = await open(HOST_STATES.several());
    await page.getByText('npm install -g @openai/codex').waitFor();
    await button(page, 'Copy the command for staging').click();
    await asked('copyShown').toEqual(['environment:ssh:staging']);
  });

  test('is connected, tried and disconnected; nothing is asked, since its turn goes on', async () => {
    const page = await open(HOST_STATES.several());
    await button(page, 'Connect again: old-box').click();
    await button(page, 'Try now: build').click();
    await button(page, 'Disconnect: devbox').click();
    await asked('ssh/connect').toEqual([{ alias: 'old-box' }, { alias: 'build' }]);
    await asked('ssh/disconnect').toEqual([{ environment: 'ssh:devbox' }]);
  });

  test('its server is stopped after one question, which says what ends', async () => {
    const page = await open(HOST_STATES.several());
    await button(page, 'More about devbox').click();
    const stop = button(page, 'Disconnect devbox and stop its server');
    await stop.click();
    await page.getByRole('dialog').getByText('Every turn that runs there ends').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await commands('ssh/disconnect')).toEqual([]);
    expect(await focused(page)).toBe('Disconnect devbox and stop its server');
    await stop.click();
    await button(page, 'Disconnect and stop it').click();
    await asked('ssh/disconnect').toEqual([{ environment: 'ssh:devbox', stop: true }]);
  });

  test('what could not be done is said beside it, in the host’s words', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: { 'ssh/disconnect': refusal('Its server could not be stopped.') },
    });
    await button(page, 'Disconnect: gpu-1').click();
    await page
      .getByRole('listitem', { name: 'gpu-1' })
      .getByRole('alert')
      .getByText('Its server could not be stopped.')
      .waitFor();
  });

  test('is looked at again, with what helps', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: {
        'ssh/check': {
          ok: true,
          value: {
            findings: [
              { title: 'Connection', state: 'good', detail: 'Connected.', command: null },
              { title: 'Agent', state: 'bad', detail: 'It is signed out.', command: 'codex login' },
            ],
          },
        },
      },
    });
    await button(page, 'More about devbox').click();
    await button(page, 'Check devbox again').click();
    await page.getByRole('status').getByText('devbox was looked at: 1 of 2 need a look.').waitFor();
    const found = page.getByRole('region', { name: 'What was found on devbox' });
    await found.getByText('codex login').waitFor();
    await asked('ssh/check').toEqual([{ environment: 'ssh:devbox' }]);
  });

  test('its folders are listed, and another is opened by its path there', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: { 'project/add': { ok: true, value: { name: 'web' } } },
    });
    await button(page, 'More about devbox').click();
    await page.getByRole('region', { name: 'Projects on devbox' }).getByText('/srv/notebooks').waitFor();
    await page.getByRole('textbox', { name: 'Path of a folder on devbox' }).fill(' ~/src/web ');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Open to your phones: web.').waitFor();
    await asked('project/add').toEqual([{ path: '~/src/web', environment: 'ssh:devbox' }]);
  });

  test('a folder that is refused stays in its field, with the reason', async () => {
    const page = await open(HOST_STATES.several(), {
      answers: { 'project/add': refusal('There is no such folder on devbox.') },
    });
    await button(page, 'More about devbox').click();
    const path = page.getByRole('textbox', { name: 'Path of a folder on devbox' });
    await path.fill('/nowhere');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('There is no such folder on devbox.').waitFor();
    expect(await path.inputValue()).toBe('/nowhere');
  });

  test('the log of the last attempt is read, and nothing can be typed into it', async () => {
    const page = await open(HOST_STATES.several());
    await button(page, 'More about old-box').click();
    await button(page, 'Log of the last attempt to connect old-box').click();
    await page.locator('.xterm-rows').getByText('Welcome to').waitFor();
    await page.getByRole('textbox', { name: 'What ssh printed for old-box' }).focus();
    await page.keyboard.type('rm -rf /');
    await page.keyboard.press('Tab');
    expect(await commands('ssh/type')).toEqual([]);
    expect(await commands('ssh/resize')).toEqual([]);
  });

  test('projects of a host are named with it, and not looked for on this computer', async () => {
    const page = await open(HOST_STATES.several());
    await panel.show('projects');
    await page.getByRole('listitem', { name: 'notebooks' }).getByText('on devbox').waitFor();
    expect(await button(page, 'Show notebooks in the file manager').count()).toBe(0);
    expect(await button(page, 'Show outpost in the file manager').count()).toBe(1);
  });
});

describe('hosts of the configuration', () => {
  const many = Array.from({ length: 1000 }, (_, i): SshHostView => sshHost(`box-${i}`));
  const page1 = { ok: true, value: { hosts: many.slice(0, 50), total: 1000 } } as const;

  test('a page of a thousand is there, and more when they are wanted', async () => {
    const page = await open(withHosts([], many), { answers: { 'ssh/hosts': page1 } });
    await page.getByText('50 of 1000').waitFor();
    await button(page, 'Show more').click();
    await asked('ssh/hosts').toContainEqual({ search: '', hidden: false, offset: 50, limit: 50 });
  });

  test('one is searched, also among the hidden ones, connected, and hidden', async () => {
    const page = await open(HOST_STATES.unused());
    await page.getByRole('searchbox', { name: 'Search hosts' }).fill('gpu');
    await page.getByRole('checkbox', { name: 'Hidden ones too' }).check();
    await asked('ssh/hosts').toContainEqual({ search: 'gpu', hidden: true, offset: 0, limit: 50 });
    await button(page, 'Connect gpu-1').click();
    await button(page, 'Hide gpu-1 in lists').click();
    await asked('ssh/connect', 'ssh/hide').toEqual([{ alias: 'gpu-1' }, { alias: 'gpu-1', hidden: true }]);
  });

  test('one that cannot be connected says why; what is wrong in the configuration has its place', async () => {
    const page = await open(HOST_STATES.several());
    await page.getByText('The name begins with a dash').waitFor();
    expect(await button(page, 'Connect -oProxyCommand').count()).toBe(0);
    await page.getByText('2 things are wrong in your SSH configuration').waitFor();
    await page.getByText('~/.ssh/config, line 14').waitFor();
  });

  test('none: it says where they would come from; switched off: it leads to the setting', async () => {
    const page = await open(HOST_STATES.none());
    await page.getByRole('heading', { name: 'No SSH host was found' }).waitFor();
    await panel.change({ slice: 'ssh', value: { enabled: false, hosts: [], total: 0, problems: [] } });
    await page.getByRole('heading', { name: 'SSH hosts are switched off' }).waitFor();
    await button(page, 'Open the settings').click();
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  });
});

test('the sidebar counts the hosts that need their owner', async () => {
  const page = await open(HOST_STATES.several());
  await button(page, 'Environments 1 needs you').waitFor();
});

describe('for everybody: no finding of axe, small and dark, and with text of 200 %', () => {
  test.each(Object.entries(HOST_STATES))('%s', (_, state) => expectForEverybody(state()));
});
