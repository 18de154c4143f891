import { expect, test } from 'vitest';
import {
  type SharingFacts,
  sharingView,
  TerminalSharing,
} from '../../../../main/host/agents/codex/sharing.ts';

const facts = (some: Partial<SharingFacts>): SharingFacts => ({
  chosen: true,
  failure: null,
  server: 'own',
  needs: 'copy',
  waits: false,
  ...some,
});

test.each([
  ['wanted, and a turn runs', { waits: true }, 'waiting'],
  ['wanted, and nothing runs', {}, 'starting'],
  ['wanted, before anything is connected', { server: null }, 'starting'],
  ['shared', { server: 'daemon' }, 'on'],
  ['failed', { failure: 'It did not start.' }, 'failed'],
  ['not wanted any more, and a turn runs', { chosen: false, server: 'daemon', waits: true }, 'waiting'],
  ['not wanted any more', { chosen: false, server: 'daemon' }, 'starting'],
  ['never wanted', { chosen: false }, 'off'],
  ['not wanted any more after a failure', { chosen: false, failure: 'It did not start.' }, 'off'],
] as const)('%s', (_, some, state) => {
  const view = sharingView(facts(some));
  expect(view.state).toBe(state);
  expect(view.detail).not.toBe('');
  expect(view.stop).toBeNull();
});

test('a daemon that runs and is not used: how it is ended', () => {
  const view = sharingView(facts({ chosen: false, needs: 'nothing' }));
  expect(view).toMatchObject({ state: 'off', stop: 'codex app-server daemon stop' });
  expect(view.detail).toContain('its updater goes on');
});

test('the owner’s choice undoes a failure; what is the same is not told again', () => {
  const sharing = new TerminalSharing();
  const told: string[] = [];
  sharing.listen(() => told.push(sharing.state().state));
  sharing.onChoice(() => told.push('chosen'));
  sharing.choose(false);
  sharing.choose(true);
  expect(sharing.wanted).toBe('daemon');
  sharing.know({ failure: 'It did not start.' });
  sharing.know({ failure: 'It did not start.' });
  expect(sharing.wanted).toBe('own');
  sharing.choose(true);
  sharing.choose(false);
  sharing.choose(true);
  expect(sharing.wanted).toBe('daemon');
  expect(told).toEqual(['starting', 'chosen', 'failed', 'off', 'chosen', 'starting', 'chosen']);
});
