/**
 * What the variables of a script can hold. Every assignment in the script counts, wherever it stands: a variable can be
 * any of its literals, and one that anything else writes is not known.
 */
import {
  type ArithmeticExpression,
  type Assignment,
  type Command,
  forEachChild,
  type ParsedScript,
  type SyntaxNode,
  type Word,
} from 'unbash';

export interface Assigned {
  /** Of a list all its words. Null: written by something whose value is not in the script. */
  readonly value: Word | readonly Word[] | null;
  /** It is what `read` reads. */
  readonly read?: boolean;
  /** One of the words that `value` comes out as, as in a loop; otherwise it is one value. */
  readonly each?: boolean;
  readonly pos: number;
  /** Where it happens only perhaps, or in a process of its own: outside of this part it may not have happened. */
  readonly within: { readonly pos: number; readonly end: number } | null;
}

export interface Variables {
  /** By name, in the order of the text. */
  readonly assigned: ReadonlyMap<string, readonly Assigned[]>;
  readonly functions: ReadonlySet<string>;
  /** What the syntax itself writes to, without an assignment: loops, arithmetic, `${name:=word}`, numbers of files. */
  readonly written: ReadonlySet<string>;
}

const WRITERS = new Set(['read', 'mapfile', 'readarray', 'getopts', 'printf', 'let', 'wait', 'unset']);
const READERS = new Set(['read', 'mapfile', 'readarray']);
const DECLARERS = new Set(['declare', 'typeset', 'local', 'readonly', 'export']);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function variablesOf(script: ParsedScript): Variables {
  const assigned = new Map<string, Assigned[]>();
  const functions = new Set<string>();
  const writes = new Set<string>();
  const put = (name: string, entry: Assigned): void => {
    const entries = assigned.get(name);
    if (entries === undefined) assigned.set(name, [entry]);
    else entries.push(entry);
  };
  const assign = (assignment: Assignment, within: Assigned['within']): void => {
    const { name, value, append, index, pos } = assignment;
    const plain = append !== true && index === undefined;
    put(name, { value: plain ? (value.type === 'Word' ? value : value.elements) : null, pos, within });
  };
  const visit = (node: SyntaxNode, within: Assigned['within']): void => {
    switch (node.type) {
      case 'Command':
        command(node, within);
        break;
      case 'For':
        writes.add(node.name.value);
        for (const word of node.wordlist ?? [])
          put(node.name.value, { value: word, each: true, pos: node.pos, within });
        if (node.wordlist === undefined) put(node.name.value, { value: null, pos: node.pos, within });
        break;
      case 'Select':
        writes.add(node.name.value);
        put(node.name.value, { value: null, pos: node.pos, within });
        break;
      case 'Function':
        functions.add(node.name.value);
        break;
      case 'ArithmeticBinary':
        if (/^([-+*/%&|^]|<<|>>)?=$/.test(node.operator)) written(node.left, node.pos, within);
        break;
      case 'ArithmeticUnary':
        if (node.operator === '++' || node.operator === '--') written(node.operand, node.pos, within);
        break;
      case 'ParameterExpansion':
        if (node.operation?.type === 'Default' && /=$/.test(node.operation.operator)) {
          writes.add(node.parameter);
          put(node.parameter, { value: null, pos: node.pos, within });
        }
        break;
      case 'FileDescriptorVariable':
        writes.add(node.name);
        put(node.name, { value: null, pos: node.pos, within });
        break;
    }
    const inside = isPerhaps(node) ? { pos: node.pos, end: node.end } : within;
    if (node.type === 'AndOr')
      node.commands.forEach((part, index) => {
        visit(part, index === 0 ? within : { pos: part.pos, end: node.end });
      });
    else forEachChild(node, (child) => visit(child, inside));
  };
  const command = ({ name, prefix, args, pos }: Command, within: Assigned['within']): void => {
    const program = name?.value;
    // In front of a program they are for that program alone.
    if (program === undefined)
      for (const part of prefix) if (part.type === 'Assignment') assign(part, within);
    if (program === undefined) return;
    const declares = DECLARERS.has(program);
    // What it is given is changed on its way: other letters, a number, the name of another variable.
    const changes =
      declares && args.some(({ text }) => /^[-+][a-zA-Z]*[cilnu]/.test(text)) && program !== 'export';
    for (const part of args) {
      if (part.type === 'Assignment' && changes) put(part.name, { value: null, pos, within });
      else if (part.type === 'Assignment') assign(part, within);
      else if ((WRITERS.has(program) || declares) && NAME.test(part.value))
        if (program !== 'export' && program !== 'readonly')
          put(part.value, { value: null, pos, within, read: READERS.has(program) });
    }
  };
  const written = (target: ArithmeticExpression, pos: number, within: Assigned['within']): void => {
    if (target.type !== 'ArithmeticWord' || !NAME.test(target.value)) return;
    writes.add(target.value);
    put(target.value, { value: null, pos, within });
  };
  visit(script, null);
  return { assigned, functions, written: writes };
}

/** What happens in it happens perhaps, later, or in another process. */
const isPerhaps = ({ type }: SyntaxNode): boolean =>
  type === 'If' ||
  type === 'While' ||
  type === 'Case' ||
  type === 'Function' ||
  type === 'Subshell' ||
  type === 'Pipeline' ||
  type === 'CommandExpansion' ||
  type === 'ProcessSubstitution' ||
  type === 'Coproc';
