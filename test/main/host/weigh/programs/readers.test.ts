/** Programs that only read, as long as nothing else is told to show it. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ["bat --pager 'git push' a.ts", 'commit'],
  ['bat -p -l ts a.ts', 'continue'],
  ["BAT_PAGER='git push' bat a.ts", 'commit'],
  ["git diff | delta --pager='sh -c x'", 'expand'],
  ['delta a.ts b.ts', 'continue'],
  ['yq -i \'.a = load("/home/dev/.ssh/id_rsa")\' a.yaml', 'commit'],
  ["yq '.a = load_str(.b)' a.yaml", 'expand'],
  ['yq \'.a = load("b.yaml")\' a.yaml', 'continue'],
  ["yq '.a = strenv(TOKEN)' a.yaml", 'commit'],
  ["yq '.a' a.yaml", 'continue'],
  ["jq -n --rawfile key /home/dev/.ssh/id_rsa '$key'", 'commit'],
  ["jq --slurpfile a b.json '$a' c.json", 'continue'],
  ['hostname other', 'commit'],
  ['hostname -f', 'continue'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
