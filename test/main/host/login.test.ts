import { expect, test } from 'vitest';
import type { LoginState } from '../../../main/contract/state.ts';
import { Login } from '../../../main/host/login.ts';

class System {
  state: LoginState = 'off';
  refuses = false;
  readonly told: boolean[] = [];
  read() {
    return {
      state: this.state,
      detail: this.state === 'held' ? 'Allow it in the settings of the system.' : '',
    };
  }
  async write(on: boolean) {
    this.told.push(on);
    if (this.refuses) throw new Error('no');
    this.state = on ? 'on' : 'off';
  }
}
function follower(state: LoginState = 'off') {
  const system = Object.assign(new System(), { state });
  const login = new Login(system, () => {});
  const follow = async (wanted: boolean) => {
    login.follow(wanted);
    await login.idle();
  };
  return { system, login, follow };
}

test('the system is told what it does not do already', async () => {
  const { system, login, follow } = follower();
  await follow(false);
  expect(system.told).toEqual([]);
  await follow(true);
  await follow(true);
  expect(login.state(true)).toEqual({ state: 'on', detail: '' });
  await follow(false);
  expect(system.told).toEqual([true, false]);
});

test('what its user turned off in the system stays off over a start, and is asked for again when they ask', async () => {
  const { system, login, follow } = follower('held');
  await follow(true);
  expect(system.told).toEqual([]);
  expect(login.state(true)).toEqual({ state: 'held', detail: 'Allow it in the settings of the system.' });
  await follow(false);
  await follow(true);
  expect(system.told).toEqual([false, true]);
});

test('a system that refuses, or says otherwise later, is told as it is', async () => {
  const { system, login, follow } = follower();
  system.refuses = true;
  await follow(true);
  expect(login.state(true)).toMatchObject({ state: 'off', detail: expect.stringContaining('refused') });
  system.refuses = false;
  await follow(false);
  await follow(true);
  expect(login.state(true).detail).toBe('');
  system.state = 'off';
  expect(login.state(true)).toMatchObject({
    state: 'off',
    detail: expect.stringContaining('says otherwise'),
  });
});

test('a terminal says what starts it instead', () => {
  const login = new Login(null, () => {});
  login.follow(true);
  expect(login.state(true)).toMatchObject({
    state: 'unavailable',
    detail: expect.stringContaining('service'),
  });
});
