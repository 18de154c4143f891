/** Other programs that keep versions. What pushes with them is a push. */
import type { Program } from '../call.ts';
import { does, type Verb, type VerbTable, verbed, verbs } from './verbs.ts';

const GIVES: Verb = ['commit', 'It pushes commits to another computer.'];
const REWRITES: Verb = ['commit', 'It rewrites or merges history.'];
const BRINGS: Verb = ['expand', 'It brings commits from another computer.'];
const THROWS: Verb = ['expand', 'It throws away work that is not committed.'];

const MERCURIAL: VerbTable = new Map([
  ...verbs('status st diff log annotate blame cat heads tip branches bookmarks tags id summary', 'nothing'),
  ...verbs('files manifest root paths add commit ci', 'nothing'),
  ...verbs('pull incoming outgoing clone in out', BRINGS),
  ...verbs('revert update up checkout co purge shelve', THROWS),
  ...verbs('push email serve', GIVES),
  ...verbs('rebase histedit strip amend merge tag rollback graft phase', REWRITES),
]);

const SUBVERSION: VerbTable = new Map([
  ...verbs('status st diff log blame cat info list ls propget add', 'nothing'),
  ...verbs('update up checkout co export switch relocate', BRINGS),
  ...verbs('revert cleanup', THROWS),
  ...verbs('commit ci import merge copy mkdir delete lock unlock propset', GIVES),
]);

const JUJUTSU: VerbTable = new Map([
  ...verbs('status st diff log show file evolog op describe desc commit new', 'nothing'),
  ['git', (rest, on, call) => does(rest[0]?.text === 'push' ? GIVES : BRINGS, rest, on, call)],
  ...verbs('restore undo abandon', THROWS),
  ...verbs('rebase squash split edit bookmark', REWRITES),
]);

/** Unknown steps of these reach others. */
const shared =
  (table: VerbTable): Program =>
  (call, on) =>
    verbed({
      table,
      options: { values: ['-R', '--repository', '--cwd', '--config', '-r'] },
      other: ([verb]) => on.found('commit', `Outpost does not know what ${call.name} ${verb!.shown} does.`),
    })(call, on);

export const VERSIONS: readonly [string, Program][] = [
  ['hg', shared(MERCURIAL)],
  ['sl', shared(MERCURIAL)],
  ['svn', shared(SUBVERSION)],
  ['jj', shared(JUJUTSU)],
  ...['p4', 'cvs', 'bzr', 'fossil', 'darcs', 'svnadmin', 'git-annex'].map((name): [string, Program] => [
    name,
    (_call, on) => on.found('commit', 'It gives changes to another computer, or may do so.'),
  ]),
];
