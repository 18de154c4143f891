/** Options and operands. */
import { describe, expect, it } from 'vitest';
import { type OptionSpec, optionsOf } from '../../../../main/host/weigh/options.ts';
import { dynamic, literal } from '../../../../main/host/weigh/shell/argument.ts';

const of = (command: string, spec: OptionSpec = {}) => {
  const options = optionsOf(command === '' ? [] : command.split(' ').map(literal), spec);
  return {
    names: [...options.names],
    operands: options.operands.map(({ text }) => text),
    all: (...names: string[]) => options.all(...names).map(({ text }) => text),
    has: options.has,
  };
};

describe('names and operands', () => {
  it.each<[string, OptionSpec, string[], string[]]>([
    ['', {}, [], []],
    ['a b', {}, [], ['a', 'b']],
    ['-x a --long b', {}, ['-x', '--long'], ['a', 'b']],
    ['-xvf a', {}, ['-x', '-v', '-f'], ['a']],
    ['-xvf a b', { values: ['-f'] }, ['-x', '-v', '-f'], ['b']],
    ['-i.bak a', { attached: ['-i'] }, ['-i'], ['a']],
    ['-i a', { attached: ['-i'] }, ['-i'], ['a']],
    ['- -x', {}, ['-x'], ['-']],
    ['-a -- -b --', {}, ['-a'], ['-b', '--']],
    ['-u root ls -l', { values: ['-u'], stops: true }, ['-u'], ['ls', '-l']],
    [
      '. -name x -o -newer y',
      { values: ['-name', '-newer'], single: true },
      ['-name', '-o', '-newer'],
      ['.'],
    ],
    // What is not known takes no value.
    ['--what a', {}, ['--what'], ['a']],
  ])('%s', (command, spec, names, operands) => {
    expect(of(command, spec)).toMatchObject({ names, operands });
  });
});

describe('values', () => {
  const spec: OptionSpec = { values: ['-o', '--output', '--output-dir'] };

  it.each([
    ['-o a', '-o', ['a']],
    ['-oa', '-o', ['a']],
    ['-vo a', '-o', ['a']],
    ['-o=a', '-o', ['=a']],
    ['-o a -o b', '-o', ['a', 'b']],
    ['--output a', '--output', ['a']],
    ['--output=a=b', '--output', ['a=b']],
    ['--output=', '--output', ['']],
    ['--outp a', '--output', ['a']],
    ['--outp=a', '--output', ['a']],
    ['--o a', '--output', ['a']],
    // Whatever comes next is the value, an option too.
    ['-o -x', '-o', ['-x']],
    ['-o --', '-o', ['--']],
    ['-o', '-o', ['']],
    ['-- -o a', '-o', []],
    // One that is known by itself is the beginning of no other.
    ['--output a', '--output-dir', []],
  ])('%s: %s', (command, name, values) => {
    expect(of(command, spec).all(name)).toEqual(values);
  });

  it('of several names come in the order of the call', () => {
    expect(of('--output=a -o b', spec).all('-o', '--output')).toEqual(['a', 'b']);
  });
});

describe('abbreviations', () => {
  it('are the option that they begin', () => {
    expect(of('--recu').has('--recursive')).toBe(true);
    expect(of('--r').has('--recursive')).toBe(true);
    expect(of('--').has('--recursive')).toBe(false);
    expect(of('--recursively').has('--recursive')).toBe(false);
    expect(of('-r').has('--recursive', '-r')).toBe(true);
  });

  it('are none where only whole names count', () => {
    expect(of('--recu', { exact: true }).has('--recursive')).toBe(false);
    expect(of('--outp a', { exact: true, values: ['--output'] }).operands).toEqual(['a']);
  });
});

describe('words that are made while it runs', () => {
  it('could be options where nothing of their beginning is known', () => {
    expect(optionsOf([dynamic('unknown')]).unclear).toBe(true);
    expect(optionsOf([dynamic('unknown', 'src/')]).unclear).toBe(false);
    expect(optionsOf([dynamic('projectFiles')]).unclear).toBe(false);
    expect(optionsOf([literal('--'), dynamic('unknown')]).unclear).toBe(true);
  });

  it('could be any option behind a dash', () => {
    expect(optionsOf([dynamic('word', '-')]).operands).toHaveLength(1);
    expect(optionsOf([dynamic('word', '--')]).unclear).toBe(true);
    expect(optionsOf([dynamic('word', '-x')]).unclear).toBe(true);
  });

  it('are the value of an option that is known', () => {
    const attached = optionsOf([dynamic('unknown', '--output=a/')], { values: ['--output'] });
    expect(attached.unclear).toBe(false);
    expect(attached.all('--output')).toMatchObject([{ text: null, start: 'a/', origin: 'unknown' }]);
    const short = optionsOf([dynamic('unknown', '-o'), literal('b')], { values: ['-o'] });
    expect(short.all('-o')).toMatchObject([{ text: null, start: '' }]);
    expect(short.operands.map(({ text }) => text)).toEqual(['b']);
  });
});
