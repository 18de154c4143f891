/** Finds text for people that stands in a source file instead of in the catalogue. */
import { parseSync } from 'vite';

/** What a screen reader or a person reads of an element, ours and those of HTML. */
const SPOKEN =
  /^(aria-(label|description|roledescription|valuetext)|title|label|placeholder|alt|meaning|todo|what|means|hint|note|caption|summary|fallback|text|name|heading|empty)$/;

/** A capital, then words: as a sentence or a title begins. */
const SENTENCE = /^\p{Lu}[\p{L}’'-]*[,:]? [^ ]/u;
const LETTER = /\p{L}/u;

interface Node {
  readonly type: string;
}

const part = (node: Node, name: string): unknown => (node as unknown as Record<string, unknown>)[name];

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** The text of a literal, with `…` for what is filled in; `undefined` for any other node. */
function textOf(node: Node): string | undefined {
  if (node.type === 'JSXText' || node.type === 'Literal') {
    const value = part(node, 'value');
    return typeof value === 'string' ? value.trim() : undefined;
  }
  if (node.type !== 'TemplateLiteral') return undefined;
  return (part(node, 'quasis') as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…');
}

/** What an expression may evaluate to: not its conditions, and not what it hands to a call. */
function outcomes(node: Node): Node[] {
  switch (node.type) {
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return outcomes(part(node, 'expression') as Node);
    case 'ConditionalExpression':
      return [...outcomes(part(node, 'consequent') as Node), ...outcomes(part(node, 'alternate') as Node)];
    case 'LogicalExpression':
      return [
        ...(part(node, 'operator') === '&&' ? [] : outcomes(part(node, 'left') as Node)),
        ...outcomes(part(node, 'right') as Node),
      ];
    default:
      return [node];
  }
}

/** @returns each text for people in the source of a module, in its order, as it stands there. */
export function literalTexts(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const texts: string[] = [];
  const add = (node: Node, isText: RegExp) => {
    const text = textOf(node);
    if (text !== undefined && isText.test(text)) texts.push(text);
    return text !== undefined;
  };

  const visit = (node: Node): void => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'TSLiteralType':
        return;
      case 'NewExpression':
        if (/^(Type|Range)?Error$/.test(String(part(part(node, 'callee') as Node, 'name')))) return;
        break;
      case 'JSXText':
        add(node, LETTER);
        return;
      case 'JSXAttribute': {
        const value = part(node, 'value');
        const spoken = SPOKEN.test(String(part(part(node, 'name') as Node, 'name')));
        if (!isNode(value)) return;
        if (spoken) speak(value);
        else if (value.type !== 'Literal') visit(value);
        return;
      }
      case 'JSXElement':
      case 'JSXFragment':
        visit((part(node, 'openingElement') ?? part(node, 'openingFragment')) as Node);
        for (const child of part(node, 'children') as Node[]) {
          if (child.type === 'JSXExpressionContainer') speak(child);
          else visit(child);
        }
        return;
    }
    if (!add(node, SENTENCE) || node.type === 'TemplateLiteral') childrenOf(node).forEach(visit);
  };
  /** What this comes to is read by a person, one word of it, too. */
  const speak = (node: Node): void => {
    const spoken = outcomes(node);
    for (const each of spoken) if (!add(each, LETTER)) visit(each);
  };

  visit(program as unknown as Node);
  return texts;
}
