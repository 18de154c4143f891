/** Which simple commands a script runs for certain, and which of them its exit code speaks for. Pure. */
import type { CommandNode, PipelineNode, Statement } from 'unbash';
import { parseShell } from './parse.ts';

export interface Link {
  /** Without quotes, as they stand in the text. */
  readonly words: readonly string[];
  /** Whether the script ends with 0 only if this did. */
  readonly decides: boolean;
}

/** In the order of the text; none where it cannot be read. What stands behind a condition is left out. */
export function chainOf(text: string): Link[] {
  const parsed = parseShell(text);
  return parsed?.whole ? links(parsed.script.commands, true) : [];
}

function links(statements: readonly Statement[], decides: boolean): Link[] {
  return statements.flatMap(({ command, background }, index) => {
    const last = decides && index === statements.length - 1 && background !== true;
    if (command.type !== 'AndOr') return ofPipeline(command, last);
    const all = command.operators.every((operator) => operator === '&&');
    return command.commands.flatMap((part) => ofPipeline(part, last && all));
  });
}

function ofPipeline(node: PipelineNode, decides: boolean): Link[] {
  if (node.type !== 'Pipeline') return ofCommand(node, decides);
  const plain = decides && node.prefixes.every(({ type }) => type === 'Time');
  return node.commands.flatMap((command, index) =>
    ofCommand(command, plain && index === node.commands.length - 1),
  );
}

function ofCommand(node: CommandNode, decides: boolean): Link[] {
  switch (node.type) {
    case 'Command': {
      const words = [node.name, ...node.args].flatMap((word) => (word?.type === 'Word' ? [word.value] : []));
      return words.length === 0 ? [] : [{ words, decides }];
    }
    case 'Redirected':
      return ofCommand(node.command, decides);
    case 'Subshell':
    case 'BraceGroup':
      return links(node.body.commands, decides);
    default:
      return [];
  }
}
