import { Check, Copy } from 'lucide-react';
import { isValidElement, type ReactNode, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { languageNamed } from '../../ui/code-languages.ts';
import { CodeLine } from '../../ui/code-line.tsx';
import { useHighlight } from '../../ui/use-highlight.ts';
import { copyText } from '../copy-text.ts';
import * as words from '../text/agent-text.ts';
import css from './agent-text.module.css';

/** Code in a fence: coloured when its language is known and loaded, copied at a tap. `children`: the element of its text. */
export function CodeBlock({ children }: { children: ReactNode }): ReactNode {
  const { text, name } = codeOf(children);
  const lines = useHighlight(text, languageNamed(name));
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () =>
    void copyText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  return (
    <figure className={css.code} aria-label={words.code}>
      <pre>
        <code dir="ltr">
          {lines === null
            ? text
            : lines.map((pieces, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text have no other identity.
                <span key={index}>
                  <CodeLine pieces={pieces} />
                  {index < lines.length - 1 && '\n'}
                </span>
              ))}
        </code>
      </pre>
      <IconButton
        className={css.copy}
        label={words.copyCode}
        icon={copied === 'yes' ? <Check size={16} /> : <Copy size={16} />}
        onClick={copy}
      />
      <span role="status" className="visually-hidden">
        {copied === 'yes' ? words.copied : copied === 'failed' ? words.notCopied : ''}
      </span>
    </figure>
  );
}

function codeOf(children: ReactNode): { text: string; name: string } {
  if (!isValidElement<{ className?: string; children?: unknown }>(children)) return { text: '', name: '' };
  const { className = '', children: text } = children.props;
  return {
    text: typeof text === 'string' ? text.replace(/\n$/, '') : '',
    name: /language-(\S+)/.exec(className)?.[1] ?? '',
  };
}
