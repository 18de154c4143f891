/** The kept list of Codex's methods is that of the pinned CLI: else a new one would not be tried at the only door. */
import { expect, test } from 'vitest';
import { clientMethods, generatedClientMethods } from '../codex/client-methods.ts';

test('test/codex/client-methods.json is what the installed Codex generates', async () => {
  expect(await generatedClientMethods()).toEqual(clientMethods());
});
