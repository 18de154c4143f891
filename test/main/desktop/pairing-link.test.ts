import { describe, expect, test } from 'vitest';
import type { HostApi } from '../../../main/contract/contract.ts';
import type { PairingState } from '../../../main/contract/state.ts';
import { PairingLink } from '../../../main/desktop/pairing-link.ts';

function desk(first: PairingState) {
  let pairing = first;
  const copied: string[] = [];
  const commands: string[] = [];
  const api = {
    snapshot: async () => ({ pairing }),
    run: async (name: string) => {
      commands.push(name);
      return { ok: true, value: {} };
    },
  } as unknown as HostApi;
  const link = new PairingLink(api, (text) => copied.push(text));
  const show = (next: PairingState): void => {
    pairing = next;
  };
  return { link, copied, commands, show };
}
const open = (link: string): PairingState => ({ state: 'open', link, expiresAt: 1, right: 'start' });

describe('leaving the code', () => {
  test('voids a link that was only shown', async () => {
    const { link, commands } = desk(open('L1'));
    await link.leave();
    expect(commands).toEqual(['pairing/close']);
  });

  test('keeps a link that was copied', async () => {
    const { link, commands, copied } = desk(open('L1'));
    expect(await link.copy()).toBe(true);
    await link.leave();
    expect([copied, commands]).toEqual([['L1'], []]);
  });

  test('voids the next link, though the one before was copied', async () => {
    const { link, commands, show } = desk(open('L1'));
    await link.copy();
    show(open('L2'));
    await link.leave();
    expect(commands).toEqual(['pairing/close']);
  });

  test('takes the result of a pairing away, and asks nothing when there is none', async () => {
    const { link, commands, show } = desk({
      state: 'paired',
      id: 'ada',
      device: 'Ada',
      checkWords: [],
      at: 1,
    });
    await link.leave();
    show({ state: 'none' });
    await link.leave();
    expect(commands).toEqual(['pairing/close']);
  });
});

test('nothing is copied when no link is open', async () => {
  const { link, copied } = desk({ state: 'expired' });
  expect(await link.copy()).toBe(false);
  expect(copied).toEqual([]);
});
