/**
 * How long a verdict takes: over every entry of the labelled corpus, and over long commands and patches. Each of these waits
 * while an agent, and often a person, does.
 *
 * `npm run bench -- weigh`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { weighAsk } from '../../main/host/weigh/ask.ts';
import { realPath } from '../../main/host/weigh/local-place.ts';
import type { Place } from '../../main/host/weigh/verdict.ts';
import type { Ask } from '../../protocol/session/card.ts';
import type { FileChange } from '../../protocol/session/items.ts';
import type { Figure } from './figure.ts';
import { quantile } from './quantiles.ts';

const CORPUS = new URL('../corpus/', import.meta.url);
const ROUNDS = 5;
const KIB = 1024;

interface Asked {
  readonly ask: Ask;
  readonly place: Place;
}

interface Entry {
  readonly command?: string;
  readonly changes?: readonly { path: string; type: FileChange['kind']; movePath?: string; diff: string }[];
  readonly cwd: string;
  readonly project: string;
  readonly platform?: Place['platform'];
}

const placeOf = ({
  cwd,
  project,
  platform = 'posix',
}: Pick<Entry, 'cwd' | 'project' | 'platform'>): Place => ({
  cwd,
  project,
  platform,
  home: '/home/dev',
  real: realPath,
});
const HERE = placeOf({ cwd: '/home/dev/shop', project: '/home/dev/shop' });

const command = (text: string, place = HERE): Asked => ({
  ask: { kind: 'command', command: text, cwd: place.cwd, network: null },
  place,
});
const change = (changes: FileChange[], place = HERE): Asked => ({ ask: { kind: 'change', changes }, place });

function corpus(): Asked[] {
  return ['commands', 'patches']
    .flatMap((folder) => {
      const at = new URL(`${folder}/`, CORPUS);
      return readdirSync(at).flatMap((name) => readFileSync(new URL(name, at), 'utf8').split('\n'));
    })
    .filter((line) => line !== '')
    .map((line) => {
      const entry = JSON.parse(line) as Entry;
      const place = placeOf(entry);
      if (entry.command !== undefined) return command(entry.command, place);
      const changes = (entry.changes ?? []).map(({ path, type, movePath, diff }) => ({
        path,
        kind: type,
        movedTo: movePath ?? null,
        diff,
      }));
      return change(changes, place);
    });
}

const file = (path: string, diff: string): FileChange => ({ path, kind: 'update', movedTo: null, diff });

/** A shell in a shell in a shell: each level writes the quotes of the one inside again. */
function nested(length: number): string {
  let text = 'git status';
  for (;;) {
    const outer = `sh -c '${text.replaceAll("'", "'\\''")}'`;
    if (outer.length > length) return text;
    text = outer;
  }
}

/** As long as anything that a person could still be shown, and longer. */
function long(): Asked[] {
  const lines = (count: number, line: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => line(at)).join('\n');
  return [
    command(lines(1000, (at) => `npm test -- --shard=${at}/1000 && git status`)),
    command(lines(4000, (at) => `echo 'line ${at}' >> notes.txt`)),
    command(`cat <<'EOF' > src/a.ts\n${lines(5000, (at) => `export const a${at} = ${at};`)}\nEOF`),
    command(`echo ${'"$('.repeat(50)}git push${')"'.repeat(50)}`),
    command(`echo ${"'\\''".repeat(20_000)}`),
    command('a'.repeat(KIB * KIB)),
    command('"$('.repeat(20_000)),
    command(nested(38 * KIB)),
    ...[
      'A=$A; ',
      "trap 'echo $A' EXIT; A=1; ",
      'ls > a; ',
      'A=1 ',
      'kill $(pgrep x); ',
      'if a; then b; fi; ',
    ].map((part) => command(part.repeat((60 * KIB) / part.length))),
    change([file('src/a.ts', `@@ -1 +1 @@\n${lines(15_000, (at) => `+const a${at} = ${at};`)}`)]),
    change([file('test/a.test.ts', `@@ -1 +1 @@\n${lines(15_000, (at) => `-expect(a).toBe(${at})`)}`)]),
    change([file('dist/a.js', `@@ -1 +1 @@\n+${'a(b,"c");'.repeat(50_000)}`)]),
    change(Array.from({ length: 300 }, (_, at) => file(`src/deep/er/file${at}.ts`, '@@ -1 +1 @@\n-a\n+b\n'))),
    change([file('src/a.ts', 'x'.repeat(8 * KIB * KIB))]),
  ];
}

function measured(asked: readonly Asked[], rounds: number): number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const { ask, place } of asked) {
      const from = performance.now();
      weighAsk(ask, 'insideSandbox', place);
      times.push(performance.now() - from);
    }
  return times;
}

export async function run(): Promise<Figure[]> {
  const entries = corpus();
  const lengthy = long();
  // Once, so that what is loaded and compiled with the first is not counted.
  measured(entries, 1);
  measured(lengthy, 1);
  const usual = measured(entries, ROUNDS);
  const most = measured(lengthy, ROUNDS);
  const of = `a verdict, over ${entries.length} entries of the corpus`;
  return [
    { name: `${of}, p50`, value: quantile(usual, 0.5), unit: 'ms' },
    { name: `${of}, p99`, value: quantile(usual, 0.99), unit: 'ms' },
    { name: `${of}, p99.9`, value: quantile(usual, 0.999), unit: 'ms', goal: { atMost: 20 } },
    { name: `${of}, longest`, value: Math.max(...usual), unit: 'ms', goal: { atMost: 100 } },
    { name: 'a verdict, over long actions, p50', value: quantile(most, 0.5), unit: 'ms' },
    {
      name: 'a verdict, over long actions, longest',
      value: Math.max(...most),
      unit: 'ms',
      goal: { atMost: 100 },
      raw: most.slice(-lengthy.length),
    },
  ];
}
