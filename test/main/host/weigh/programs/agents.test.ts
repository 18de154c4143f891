/** Outpost, and the command lines of agents. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['outpost status', 'continue'],
  ['outpost policy check', 'continue'],
  ['codex --version', 'continue'],
  ["codex exec 'fix the tests'", 'expand'],
  ["codex -s read-only 'look'", 'expand'],
  ["claude -p 'look'", 'expand'],
  ['codex mcp list', 'expand'],
  ['open index.html', 'expand'],
  ['xdg-open https://example.org', 'expand'],
  ['outpost policy allow', 'commit'],
  ['outpost pair', 'commit'],
  ['codex --dangerously-bypass-approvals-and-sandbox x', 'commit'],
  ['codex -s danger-full-access x', 'commit'],
  ['codex -a never x', 'commit'],
  ['codex -c approval_policy=never x', 'commit'],
  ['codex login', 'commit'],
  ['codex mcp add x', 'commit'],
  ['codex sandbox linux git push', 'commit'],
  ['claude --dangerously-skip-permissions', 'commit'],
  ['claude --permission-mode bypassPermissions', 'commit'],
  ['claude mcp add x', 'commit'],
  ['open ~/.ssh/id_rsa', 'commit'],
  ["open 'ssh://host'", 'commit'],
  ['frobnicate upload a', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
