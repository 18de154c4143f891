/** What a walk over a script tells, and in which order. */
import { describe, expect, it } from 'vitest';
import { told } from './listener.ts';

const run = (text: string): string[] => told(text).filter((line) => line !== '(' && line !== ')');

describe('every simple command', () => {
  it.each([
    ['a; b', ['a', 'b']],
    ['a && b || c', ['a', 'b', 'c']],
    ['a & b', ['a', 'b']],
    ['! a', ['a']],
    ['time a', ['a']],
    ['{ a; b; }', ['a', 'b']],
    ['(a; b)', ['a', 'b']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['while a; do b; done', ['a', 'b']],
    ['until a; do b; done', ['a', 'b']],
    ['for x in a b; do c; done', ['c']],
    ['for ((i = 0; i < 3; i++)); do a; done', ['a']],
    ['select x in a; do b; done', ['b']],
    ['case a in b) c ;; *) d ;; esac', ['c', 'd']],
    ['a\nb\n\n# c\nd', ['a', 'b', 'd']],
  ])('%s', (text, names) => {
    expect(run(text)).toEqual(names.map((name) => `plain: ${name}`));
  });

  it('of a function, and its name first', () => {
    expect(run('a; f() { b; }')).toEqual(['defines f', 'plain: a', 'plain: b']);
  });

  it.each([
    ['a "$(b)"', ['plain: b', 'run: a, ?unknown']],
    ['a `b`', ['plain: b', 'run: a, ?unknown']],
    ['a <(b) >(c)', ['plain: b', 'plain: c', 'run: a, ?temporary, ?temporary']],
    ['x=$(b)', ['plain: b', 'x = ?unknown']],
    ['a $(( $(b) + 1 ))', ['plain: b', 'run: a, ?word']],
    ['[[ -n $(b) ]]', ['plain: b']],
    ['(( $(b) ))', ['plain: b']],
    ['for x in $(b); do c; done', ['plain: b', 'plain: c']],
    ['case $(a) in $(b)) c ;; esac', ['plain: a', 'plain: b', 'plain: c']],
    ['a <<E\n$(b)\nE', ['plain: b', 'run: a << null']],
    ['a <<< "$(b)"', ['plain: b', 'run: a << null']],
    ['a > "$(b)"', ['plain: b', 'write ?unknown', 'run: a']],
    ['a ${x:-$(b)}', ['uses x', 'plain: b', 'run: a, ?unknown', 'run: a, ?unknown']],
    ['(( x[$(b)] ))', ['plain: b']],
  ])('in a substitution: %s', (text, lines) => {
    expect(run(text)).toEqual(lines);
  });
});

it('is plain where nothing stands beside its words', () => {
  expect(told('a "b c" \'d\'')).toEqual(['plain: a, b c, d']);
  expect(told('x=1 a')).toEqual(['x = 1', 'run: a']);
  expect(told('a > b')).toEqual(['write b', 'run: a']);
  expect(told('a *')).toEqual(['run: a, * *']);
  expect(told('a $HOME')).toEqual(['uses HOME', 'run: a, /home/dev']);
});

it.each(['(a)', 'f() { a; }', 'b "$(a)"', 'b <(a)'])('lets a change of folder end with %s', (text) => {
  const lines = told(text);
  expect(lines.indexOf('(')).toBeLessThan(lines.indexOf('plain: a'));
  expect(lines.indexOf(')')).toBeGreaterThan(lines.indexOf('plain: a'));
});

it('lets a change of folder end with each part of a pipeline', () => {
  expect(told('a | b')).toEqual(['(', 'plain: a', ')', '(', 'plain: b | unknown', ')']);
});

it.each(['{ a; }', 'if a; then b; fi', 'a && b'])('keeps a change of folder after %s', (text) => {
  expect(told(text)).not.toContain('(');
});

describe('standard input', () => {
  it.each([
    ['a <<E\nb $ c\nE', 'run: a << "b $ c\\n"'],
    ["a <<'E'\n$(b)\nE", 'run: a << "$(b)\\n"'],
    ['a <<-E\n\tb\n\tE', 'run: a << "b\\n"'],
    ['a <<E\n\\$x\nE', 'run: a << "$x\\n"'],
    ['a <<< b', 'run: a << "b"'],
    ['a < b', 'run: a < b'],
    ['{ a; } < b', 'plain: a < b'],
    ['while a; do b; done < c', 'plain: b < c'],
    ['files | a', 'plain: a | projectFiles'],
    ['files | sort | a', 'plain: a | projectFiles'],
    ['echo b | a', 'plain: a | made'],
    ['echo b | sort | a', 'plain: a | made'],
    ['b | base64 -d | a', 'plain: a | made'],
    ['b | base64 | a', 'plain: a | unknown'],
    ['coproc a', 'plain: a | unknown'],
  ])('%s', (text, line) => {
    expect(run(text).at(-1)).toBe(line);
  });
});

describe('redirections', () => {
  it.each([
    ['a > b', ['write b']],
    ['a >> b 2> c', ['write b', 'write c']],
    ['a &> b', ['write b']],
    ['a >| b', ['write b']],
    ['a <> b', ['read b', 'write b']],
    ['a < b', ['read b']],
    ['a 2>&1 >&- <&3', []],
    ['> b', ['write b ""']],
    ['say x > b', ['write b "x"']],
    ['cat > b <<E\nx\nE', ['write b "x\\n"']],
    ['cat <<< x > b', ['write b "x"']],
    ['{ a; } > b', ['write b']],
    ['for f in b c; do a > $f; done', ['write b', 'write c']],
    ['a > *', ['write * *']],
  ])('%s', (text, lines) => {
    expect(run(text).filter((line) => /^(read|write) /.test(line))).toEqual(lines);
  });
});

describe('assignments', () => {
  it.each([
    ['x=a', ['x = a']],
    ['x=a y=b z', ['x = a', 'y = b', 'run: z']],
    ['export x=a', ['x = a', 'run: export, x=a']],
    ['x=$(b)', ['plain: b', 'x = ?unknown']],
    ['x="a b"', ['x = a b']],
    // How lines are read, and nothing else.
    ['IFS= read a', ['run: read, a']],
    ['IFS= b', ['IFS = ', 'run: b']],
    ['IFS=; read a', ['IFS = ', 'plain: read, a']],
  ])('%s', (text, lines) => {
    expect(run(text)).toEqual(lines);
  });
});

describe('what cannot be seen', () => {
  it.each([
    ...['p ${x@P}', "x='a[$(b)]'; [[ -v $x ]]", "[[ 'a[$(b)]' -eq 1 ]]", "x='a[`b`]'; [[ 1 -lt $x ]]"],
    'for a in 1 2 3 4 5; do for b in 1 2 3 4 5; do p $a $b; done; done',
  ])('hides in %s', (text) => {
    expect(told(text)).toContain('hidden');
  });

  it.each(['a "', 'a $(', 'if a; then', 'a )', ': "${HOME/$(cat < ~/x)}"'])('cannot read %s', (text) => {
    expect(told(text)).toContain('unreadable');
  });

  it.each(['[[ a -eq 1 ]]', '[[ -v x ]]', '[[ -n "$(b)" ]]', 'p ${x/a/b}'])('is not in %s', (text) => {
    expect(told(text).filter((line) => line === 'hidden' || line === 'unreadable')).toEqual([]);
  });
});

it('tells which variables are used, wherever', () => {
  expect(run('a "$x" ${y%z} > $z').filter((line) => line.startsWith('uses'))).toEqual([
    'uses z',
    'uses x',
    'uses y',
  ]);
});

it('stops where it is told to', () => {
  expect(told('a; b; c; d', 1_000)).toHaveLength(4);
  const few = told('a; b; c; d', 6);
  expect(few.length).toBeGreaterThan(0);
  expect(few.length).toBeLessThan(4);
});
