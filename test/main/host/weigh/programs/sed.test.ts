/** What a script of sed reads, writes and runs. */
import { expect, it } from 'vitest';
import { sedActions } from '../../../../../main/host/weigh/programs/sed.ts';
import { tierOf } from './place.ts';

it.each([
  ['1,40p', []],
  ['/sudo/p; $d', []],
  ['s/w x/e y/g', []],
  ['s|[|]w|x|', []],
  ['/a/,/b/{s/x/y/;p}', []],
  ['\\,a w b,d', []],
  ['1a w out', []],
  ['1i\\\nw out\n', []],
  ['w out', [{ kind: 'writes', what: 'out' }]],
  ['/x/w a;b', [{ kind: 'writes', what: 'a;b' }]],
  ['s/x/y/gw out', [{ kind: 'writes', what: 'out' }]],
  ['$r ../a', [{ kind: 'reads', what: '../a' }]],
  ['1e git push', [{ kind: 'runs', what: 'git push' }]],
  ['s/.*/date/e', [{ kind: 'runs', what: null }]],
  [':a;N;$!ba;e', [{ kind: 'runs', what: null }]],
])('%s', (script, actions) => {
  expect(sedActions(script)).toEqual(actions);
});

it.each(['s/x', 'y/a', '/x', '1,', 'k'])('cannot read %s', (script) => {
  expect(sedActions(script)).toBeNull();
});

it.each([
  ["sed -i.bak 's/a/b/' src/a.ts", 'continue'],
  ["sed -i '' -e 's/a/b/' .husky/pre-push", 'commit'],
  ["sed -n 'w ../out' a.txt", 'expand'],
  ["sed '1e npm test' a.txt", 'expand'],
  ["sed '1e npm publish' a.txt", 'commit'],
  ['sed -f /tmp/x.sed a.txt', 'expand'],
  ["sed -f - a.txt <<< '1e npm publish'", 'commit'],
  ["awk '{ print $1 }' a.txt", 'continue'],
  ["awk '$1 > 3 || $2 < 4 { print $1, a || b }' a.txt", 'continue'],
  ['awk \'{ print > "out/" $1 }\' a.txt', 'continue'],
  ["awk '{ print > $1 }' a.txt", 'expand'],
  ['awk \'{ print >> "/etc/hosts" }\' a.txt', 'commit'],
  ['awk \'{ print | "sh" }\' a.txt', 'commit'],
  ['awk \'BEGIN { while ((getline l < ".env") > 0) print l }\'', 'commit'],
  ['awk -f scripts/count.awk a.txt', 'continue'],
  ['sort --compress-program=gzip a.txt', 'continue'],
  ['sort --compress-prog=./deploy a.txt', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
