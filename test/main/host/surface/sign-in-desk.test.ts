import { expect, test } from 'vitest';
import type { SignInState } from '../../../../main/contract/state.ts';
import { AgentError, type SignIn } from '../../../../main/host/agents/agent.ts';
import { SignInDesk } from '../../../../main/host/surface/sign-in-desk.ts';
import { ScriptedAgent } from '../scripted-agent.ts';

interface Begun extends SignIn {
  end(sentence: string | null): void;
  cancelled: boolean;
}

function setUp() {
  const shown: SignInState[] = [];
  const begun: Begun[] = [];
  const agent = new ScriptedAgent();
  let answer = (): Promise<SignIn> => Promise.resolve(aSignIn());
  const aSignIn = (): SignIn => {
    let end: Begun['end'] = () => {};
    const ended = new Promise<string | null>((resolve) => {
      end = resolve;
    });
    const signIn: Begun = {
      url: 'https://issuer.test/device',
      code: `CODE-${begun.length + 1}`,
      expiresAt: 900_000,
      ended,
      end,
      cancelled: false,
      cancel: () => {
        signIn.cancelled = true;
        end(null);
      },
    };
    begun.push(signIn);
    return signIn;
  };
  const account = Object.assign(agent, { signIn: () => answer() });
  const desk = new SignInDesk({ now: () => 7, changed: () => shown.push(desk.state()) });
  return {
    desk,
    agent: account,
    shown,
    begun,
    become: (next: typeof answer) => {
      answer = next;
    },
    aSignIn,
  };
}

test('a code is shown until it was used', async () => {
  const { desk, agent, shown, begun } = setUp();
  expect(await desk.begin(agent)).toBe(true);
  const url = 'https://issuer.test/device';
  expect(shown).toEqual([
    { state: 'starting', agent: 'scripted', since: 7 },
    { state: 'open', agent: 'scripted', url, code: 'CODE-1', expiresAt: 900_000 },
  ]);
  begun[0]?.end(null);
  await expect.poll(() => desk.state()).toEqual({ state: 'none' });
});

test('one that fails says why, until it is closed', async () => {
  const { desk, agent, begun } = setUp();
  await desk.begin(agent);
  begun[0]?.end('The code was not used in time.');
  await expect
    .poll(() => desk.state())
    .toEqual({ state: 'failed', agent: 'scripted', message: 'The code was not used in time.' });
  desk.cancel();
  expect(desk.state()).toEqual({ state: 'none' });
});

test('one that does not begin is told, and shown', async () => {
  const { desk, agent, become } = setUp();
  become(() => Promise.reject(new AgentError('agentUnavailable', 'Codex is not connected.')));
  await expect(desk.begin(agent)).rejects.toThrow('Codex is not connected.');
  expect(desk.state()).toMatchObject({ state: 'failed', message: 'Codex is not connected.' });
});

test('a second one voids the first, whose end nobody hears of', async () => {
  const { desk, agent, begun } = setUp();
  await desk.begin(agent);
  await desk.begin(agent);
  expect(begun[0]?.cancelled).toBe(true);
  begun[0]?.end('late');
  await Promise.resolve();
  expect(desk.state()).toMatchObject({ state: 'open', code: 'CODE-2' });
});

test('one that is cancelled while it begins is cancelled at the agent too', async () => {
  const { desk, agent, become, aSignIn, begun } = setUp();
  let go: (signIn: SignIn) => void = () => {};
  become(
    () =>
      new Promise((resolve) => {
        go = resolve;
      }),
  );
  const beginning = desk.begin(agent);
  desk.cancel();
  go(aSignIn());
  await beginning;
  expect(desk.state()).toEqual({ state: 'none' });
  expect(begun[0]?.cancelled).toBe(true);
});

test('an agent without an account has none', async () => {
  const { desk } = setUp();
  expect(await desk.begin(new ScriptedAgent())).toBe(false);
  expect(desk.state()).toEqual({ state: 'none' });
});
