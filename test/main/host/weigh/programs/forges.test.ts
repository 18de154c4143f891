/** Where the project is shared. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['gh pr create --help', 'continue'],
  ['gh version', 'continue'],
  ['gh -R me/shop pr view 3', 'expand'],
  ['gh pr diff 3', 'expand'],
  ['gh api repos/me/shop/pulls --jq length', 'expand'],
  ['gh api -X GET search/issues', 'expand'],
  ['gh repo clone me/shop ../shop', 'expand'],
  ['gh run download 3 -D out', 'expand'],
  ['gh auth status', 'expand'],
  ['glab mr view 2', 'expand'],
  ['gh pr merge 3', 'commit'],
  ['gh -R view pr merge 3', 'commit'],
  ['gh api repos/me/shop/issues -f title=x', 'commit'],
  ['gh api --method=DELETE repos/me/shop', 'commit'],
  ['gh api "repos/$X"', 'commit'],
  ['gh api repos/me/shop/actions/secrets', 'commit'],
  ['gh repo clone me/shop x -- --upload-pack=./x', 'commit'],
  ['gh auth status --show-token', 'commit'],
  ['gh secret list', 'commit'],
  ['gh st', 'commit'],
  ['gh "$1" 3', 'commit'],
  ['gh run rerun 3', 'commit'],
  ['glab mr create', 'commit'],
  ['glab variable list', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
