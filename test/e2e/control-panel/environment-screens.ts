/** The screens of SSH hosts: hosts in their states, each question, the terminal. */
import type { HostState } from '../../../main/contract/state.ts';
import { asking, HOST_STATES, QUESTIONS, sshHost, withHosts } from './environment-states.ts';
import type { OpenPanel } from './panel.ts';
import type { Screen } from './screens.ts';

type Page = OpenPanel['page'];

const PRINTED =
  '\u001b[32mdevbox\u001b[0m, a computer of the night watch\r\n\r\nWhich door (left/right)? \u001b[33mleft\u001b[0m\r\n' +
  'Say the word of the day: ';
const printed = async (page: Page): Promise<void> => {
  await page.locator('.xterm-rows').getByText('Say the word').waitFor();
};
const press =
  (...names: string[]) =>
  async (page: Page): Promise<void> => {
    for (const name of names) await page.getByRole('button', { name, exact: true }).click();
  };

const screen = (name: string, state: () => HostState, act?: Screen['act']): Screen => {
  const { hosts, total } = state().ssh;
  return {
    name: `environments-${name}`,
    state,
    view: 'environments',
    answers: {
      'ssh/hosts': { ok: true, value: { hosts, total } },
      'ssh/terminal': { ok: true, value: { text: PRINTED, next: 1000 } },
      'ssh/check': {
        ok: true,
        value: {
          findings: [
            { title: 'Connection', state: 'good', detail: 'Connected to Linux (x86_64).', command: null },
            {
              title: 'Codex’s server',
              state: 'attention',
              detail: 'It runs 0.139.2, and 0.144.0 is installed. It changes when it is restarted.',
              command: 'codex app-server daemon restart',
            },
            { title: 'Agent', state: 'bad', detail: 'It is signed out.', command: 'codex login' },
            {
              title: 'Gate',
              state: 'attention',
              detail:
                'Not gated: inside its sandbox, the agent acts without asking you. The SSH server over there forwards no sockets (AllowStreamLocalForwarding, DisableForwarding), and without one it cannot ask this computer.',
              command: null,
            },
          ],
        },
      },
    },
    ...(act && { act }),
  };
};

export const ENVIRONMENT_SCREENS: readonly Screen[] = [
  screen('none', HOST_STATES.none),
  screen('switched-off', HOST_STATES.switchedOff),
  screen('unused', HOST_STATES.unused),
  screen('several', HOST_STATES.several),
  screen('hosts', HOST_STATES.several, (page) =>
    page.getByRole('button', { name: 'Hide -oProxyCommand in lists' }).scrollIntoViewIfNeeded(),
  ),
  screen('many', () =>
    withHosts(
      [],
      Array.from({ length: 1000 }, (_, i) => sshHost(`box-${i}`, { hidden: i === 3 })),
    ),
  ),
  screen('more', HOST_STATES.several, press('More about devbox', 'Check devbox again')),
  screen('stop', HOST_STATES.several, press('More about devbox', 'Disconnect devbox and stop its server')),
  screen('log', HOST_STATES.several, async (page) => {
    await press('More about old-box', 'Log of the last attempt to connect old-box')(page);
    await printed(page);
    await page.getByRole('textbox', { name: 'What ssh printed for old-box' }).scrollIntoViewIfNeeded();
  }),
  ...Object.entries(QUESTIONS).map(([kind, question]) =>
    screen(
      `asks-${kind}`,
      () => withHosts([asking(question)]),
      kind === 'terminal' ? printed : (page) => page.getByRole('dialog').waitFor(),
    ),
  ),
  screen(
    'asks-password-in-terminal',
    () => withHosts([asking(QUESTIONS.password)]),
    async (page) => {
      await press('Show the terminal')(page);
      await printed(page);
    },
  ),
  screen('asks-later', () => withHosts([asking(QUESTIONS.password)]), press('Not now')),
];
