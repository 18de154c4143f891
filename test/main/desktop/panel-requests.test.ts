import { expect, test } from 'vitest';
import type { HostApi } from '../../../main/contract/contract.ts';
import { parseDeskAct, runCommand } from '../../../main/desktop/panel-requests.ts';

function recorder() {
  const calls: unknown[][] = [];
  const api = {
    run: async (...call: unknown[]) => {
      calls.push(call);
      return { ok: true, value: {} };
    },
  } as unknown as HostApi;
  return { api, calls };
}

test('a command of the contract reaches the host, parsed', async () => {
  const { api, calls } = recorder();
  await runCommand(api, 'device/rename', { id: 'd1', name: '  Ada  ', extra: 1 });
  expect(calls).toEqual([['device/rename', { id: 'd1', name: 'Ada' }]]);
});

test.each([
  ['a name that is not in the contract', 'files/read', {}, 'unknownCommand'],
  ['a name of every object', 'constructor', {}, 'unknownCommand'],
  ['a name that is no text', ['device/revoke'], {}, 'unknownCommand'],
  ['parameters of another type', 'device/revoke', { id: 7 }, 'badParameters'],
  ['no parameters', 'device/revoke', undefined, 'badParameters'],
  ['an endless path', 'project/add', { path: 'x'.repeat(5000) }, 'badParameters'],
])('%s is refused before the host sees it', async (_what, name, params, code) => {
  const { api, calls } = recorder();
  expect(await runCommand(api, name, params)).toMatchObject({ ok: false, refusal: { code } });
  expect(calls).toEqual([]);
});

test('only the acts of the desktop are acts', () => {
  expect(parseDeskAct('copyLink')).toBe('copyLink');
  for (const act of ['quit', 'constructor', 0, undefined, ['copyLink']])
    expect(() => parseDeskAct(act)).toThrow();
});
