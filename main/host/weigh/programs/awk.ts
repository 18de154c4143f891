/** awk: what its program reads, writes and runs. */
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { literal } from '../shell/argument.ts';
import { each } from './verbs.ts';

const RUNS = /\bsystem\s*\(|\|\s*getline|\|&|\bprintf?\b[^;\n}]*(?<!\|)\|(?!\|)\s*["a-zA-Z(]|@(load|include)/;
const WRITES = /\bprintf?\b[^;\n}]*?>>?\s*(?:"([^"]*)"|[a-zA-Z_($])/g;
const READS = /\bgetline\b[^;\n}]*?<\s*(?:"([^"]*)"|[a-zA-Z_($])/g;
const NETWORK = /\/inet[46]?\//;

/** @param text null: made while it runs. */
function weighText(text: string | null, on: Weighing): void {
  if (text === null) {
    on.hidden();
    return on.found('expand', 'What awk does is not known before it runs.');
  }
  if (NETWORK.test(text)) {
    on.network(null);
    on.found('commit', 'Its awk program speaks with other computers.');
  }
  if (RUNS.test(text)) {
    on.hidden();
    on.found('commit', 'Its awk program starts other programs.');
  }
  if (/\bENVIRON\b/.test(text)) on.found('commit', 'Its awk program reads the environment.');
  for (const [, file] of text.matchAll(WRITES)) {
    if (file === undefined) on.found('expand', 'Its awk program writes files.');
    else on.write(literal(file));
  }
  for (const [, file] of text.matchAll(READS)) {
    if (file === undefined) on.found('expand', 'Its awk program reads other files.');
    else on.read(literal(file));
  }
}

const awk: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, {
    values: [
      ...['-F', '-v', '-f', '--file', '-e', '--source', '--assign', '--field-separator', '-i', '--include'],
      ...['-l', '--load', '-E', '--exec'],
    ],
    attached: ['-o', '-p', '-d', '-D'],
    stops: true,
  });
  const files = [...options.operands];
  const texts = options.all('-e', '--source').map(({ text }) => text);
  for (const file of options.all('-f', '--file', '-E', '--exec')) {
    if (/^(-|\/dev\/stdin)$/.test(file.text ?? '')) texts.push(stdin.kind === 'text' ? stdin.text : null);
    else on.runFile(file, 'other');
  }
  // `inplace` and its like are part of awk.
  for (const file of options.all('-i', '--include', '-l', '--load')) {
    if (file.text === 'inplace') for (const path of files.slice(texts.length === 0 ? 1 : 0)) on.write(path);
    else on.runFile(file, 'other');
  }
  if (texts.length === 0 && !options.has('-f', '--file', '-E', '--exec')) {
    const text = files.shift();
    if (text !== undefined) texts.push(text.text);
  }
  for (const text of texts) weighText(text, on);
  for (const file of files) if (!/^[A-Za-z_]\w*=/.test(file.start)) on.read(file);
};

export const AWK: readonly [string, Program][] = each('awk gawk mawk nawk', awk);
