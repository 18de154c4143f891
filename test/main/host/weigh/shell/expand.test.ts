/** Words as a program gets them: each line is what Bash makes of it, or what can be said of it before it runs. */
import { describe, expect, it } from 'vitest';
import { argumentsOf } from './listener.ts';

/** One way, by its arguments. */
const table = (rows: readonly (readonly [string, ...string[]])[]): void => {
  it.each(rows.map(([text, ...words]) => [text, words] as const))('%s', (text, words) => {
    expect(argumentsOf(text)).toEqual([words]);
  });
};
/** Each way that it can come out, of one argument. */
const ways = (rows: readonly (readonly [string, ...string[]])[]): void => {
  it.each(rows.map(([text, ...words]) => [text, words] as const))('%s', (text, words) => {
    expect(argumentsOf(text).map((way) => way.join(' '))).toEqual(words);
  });
};

describe('quotes', () => {
  table([
    ['p a  b', 'a', 'b'],
    ['p "a  b" \'c $d\'', 'a  b', 'c $d'],
    ['p a"b"\'c\'', 'abc'],
    ['p a\\ b', 'a b'],
    ['p \\$x "\\$x"', '$x', '$x'],
    ["p $'a\\tb' $'\\x41'", 'a\tb', 'A'],
    ['p "" \'\'', '', ''],
    ['p a\\\nb', 'ab'],
    ['p # b', ...[]],
    ['p a#b', 'a#b'],
  ]);
});

describe('patterns', () => {
  table([
    ['p *.ts', '*.ts *'],
    ['p src/?.ts [ab].ts', 'src/?.ts *', '[ab].ts *'],
    ['p "*.ts" \'?\' \\*', '*.ts', '?', '*'],
    ['p "src"/*.ts', 'src/*.ts *'],
    ['p []', '[]'],
    ["x='*.ts'; p $x", '*.ts *'],
    ['x=\'*.ts\'; p "$x"', '*.ts'],
  ]);
});

describe('braces', () => {
  table([
    ['p {a,b}', 'a', 'b'],
    ['p src/{a,b}.{ts,js}', 'src/a.ts', 'src/a.js', 'src/b.ts', 'src/b.js'],
    ['p {1..3}', '1', '2', '3'],
    ['p {a} {}', '{a}', '{}'],
    ["p '{a,b}' \\{a,b}", '{a,b}', '{a,b}'],
    ['p {a,b}*', 'a* *', 'b* *'],
    ['p ~/{a,b}', '/home/dev/a', '/home/dev/b'],
    // More than anybody looks through, and braces beside text that is made later.
    ['p {1..101}', '?made'],
    ['p {a,$x}', '?made'],
  ]);
});

describe('tilde', () => {
  table([
    ['p ~ ~/a', '/home/dev', '/home/dev/a'],
    ['p ~dev/a', '/home/dev/a'],
    ['p ~eve/a', '?unknown'],
    ['p a~ a/~ "~"', 'a~', 'a/~', '~'],
    ['p "~"/a \'~/a\'', '~/a', '~/a'],
    ['p ~"/a"', '/home/dev/a'],
  ]);
});

describe('a variable with one value', () => {
  table([
    ['x=a; p $x "${x}" $x/b', 'a', 'a', 'a/b'],
    ['x="a b"; p $x "$x"', 'a', 'b', 'a b'],
    ['x=" a "; p b$x', 'b', 'a'],
    ['x="a b"; p "-"$x"-"', '-a', 'b-'],
    ['x=; p $x "$x" a$x', '', 'a'],
    ['x=a; y=$x/b; p $y', 'a/b'],
    ['x=a p $HOME', '/home/dev'],
    ['p "$PWD/a" $TMPDIR', '/home/dev/shop/a', '/tmp/x'],
    ['export x=a; p $x', 'a'],
    ['local x=a; p $x', 'a'],
    ["x='$y'; p $x", '$y'],
    // What an assignment is given does not fall apart; what a word is given does.
    ['x="a b"; y=$x; p "$y" $y', 'a b', 'a', 'b'],
    ['x=(a b); y="${x[@]}"; p "$y"', 'a b'],
  ]);
});

describe('a variable with several values', () => {
  ways([
    ['for f in a b; do p $f; done', 'a', 'b'],
    ['x=a; x=b; p $x', 'a', 'b'],
    ['x=a; x=$x; p $x', 'a', 'a'],
    ['x=a; if y; then x=b; fi; p $x', 'a', 'b'],
    ['for f in {a,b}; do p $f; done', 'a', 'b'],
    ['x="a b"; for f in $x; do p $f; done', 'a', 'b'],
    ['for f in a b; do for g in c d; do p $f$g; done; done', 'ac', 'ad', 'bc', 'bd'],
    // More than anybody looks through.
    ['for f in 1 2 3 4 5; do p $f $f; done', '…'],
  ]);
});

describe('a variable that is perhaps not set', () => {
  ways([
    // It can be empty, which without quotes is no word.
    ['if y; then x=a; fi; p $x', 'a', ''],
    ['y && x=a; p $x/', 'a/', '/'],
    ['y || x=a; p "$x/b"', 'a/b', '/b'],
    ['while y; do x=a; done; p $x/', 'a/', '/'],
    ['case y in z) x=a;; esac; p $x/', 'a/', '/'],
    ['(x=a); p $x/', 'a/', '/'],
    ['f() { x=a; }; p $x/', 'a/', '/'],
    ['y && HOME=a; p $HOME', 'a', '/home/dev'],
    // Where it is set for certain it is.
    ['if y; then x=a; p $x/; fi', 'a/'],
    ['y && x=a && p $x/', 'a/'],
    ['(x=a; p $x/)', 'a/'],
    ['x=a && p $x/', 'a/'],
  ]);
});

describe('a variable that is not known', () => {
  table([
    ['p $x', '?unknown'],
    ['p a/$x/b', 'a/?unknown'],
    ['p "$x$HOME"', '?unknown'],
    ['p $GIVEN', '?made'],
    ['p $1 $@', '?made', '?made'],
    ['p $? $$ $#', '?word', '?word', '?word'],
    ['p $!', '?process'],
    ['x=$(y); p $x', '?unknown'],
    ['x=a; x+=b; p $x', '?made'],
    ['x[1]=a; p $x', '?made'],
    ['unset x; p $x', '?made'],
    ['printf -v x a; p $x', '?made'],
    ['let x=1; p $((x)) $((1 + 1))', '?word', '?word'],
    ['p $x; x=a', '?made'],
    ['select x in a b; do p $x; done', '?made'],
    ['declare -u x=a; p $x', '?made'],
    ['p ${!x}', '?made'],
    ['p ${#x}', '?word'],
  ]);
});

describe('lists', () => {
  table([
    ['x=(a "b c"); p "${x[@]}"', 'a', 'b c'],
    ['x=(a "b c"); p ${x[1]} "${x[0]}/d"', 'b', 'c', 'a/d'],
    ['x=(a b); p -"${x[@]}"-', '-a', 'b-'],
    ['x=(*.ts); p "${x[@]}"', '*.ts *'],
    ['x=(*.ts b); p ${x[1]}', '?made'],
    ['x=([2]=a b); p ${x[0]}', '?made'],
    ['x=(a); x+=(b); p "${x[@]}"', '?made'],
    ['x=(a b); p ${x[i]} ${x[7]}', '?made', '?made'],
    ['x=(a b); p ${!x[@]} ${#x[@]}', '?word', '?word'],
  ]);
});

describe('defaults and what else braces do', () => {
  ways([
    // It is either.
    ['x=a; p ${x:-b}', 'a', 'b'],
    ['p ${x:-b}', '?unknown', 'b'],
    ['p "${x-~/b}"', '?unknown', '/home/dev/b'],
    ['x=a; p "${x:+b}"', '', 'b'],
    ['x=a; p ${x:?no}', 'a'],
    ['p ${x:=b}', '?made', 'b'],
    ['x=src/a.ts; p ${x%.ts}.js ${x##*/} ${x/src/lib}', 'src/a.js a.ts lib/a.ts'],
    ['x=push; p ${x^^} ${x:0:1}', 'PUSH p'],
    ['x=a; p ${x@U}', '?made'],
    ['p ${x%.ts}', '?unknown'],
  ]);
});

describe('what programs print', () => {
  table([
    ['p $(files)', '?projectFiles'],
    ['p "$(new)" $(new)/a', '?temporary', '?temporary'],
    // Text around a list makes other files of it.
    ['p src/$(files)', 'src/?unknown'],
    ['p $(say a b) "$(say a b)"', 'a', 'b', 'a b'],
    ["p $(say '*') \"$(say '*')\"", '* *', '*'],
    ['p `say a`', 'a'],
    ['p $(files | sort | head -3)', '?projectFiles'],
    ['p $(files | sed x)', '?unknown'],
    ['p "$(cat <<< a)"', 'a'],
    ['p $(rev <<< hsup)', '?made'],
    ['p $(say a; say b)', '?made'],
    ['p <(files)', '?temporary'],
    ['files | while read -r f; do p $f; done', '?projectFiles'],
    ['read f <<< a; p $f', '?made'],
  ]);
});

it('does not follow a variable that is set a hundred times and more', () => {
  expect(argumentsOf(`${'x=a; '.repeat(101)}p $x`)).toEqual([['?made']]);
});

it('does not follow variables of variables without end', () => {
  const chain = Array.from({ length: 20 }, (_, at) => `x${at + 1}=$x${at}`).join('; ');
  expect(argumentsOf(`x0=a; ${chain}; p $x20`)).toEqual([['?made']]);
  expect(argumentsOf('x=$y; y=$x; p $x')).toEqual([['?made']]);
});
