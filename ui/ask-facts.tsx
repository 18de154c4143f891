import type { ReactNode } from 'react';
import type { CardAsk, CardHints, CardPermissions } from './approval-words.ts';
import css from './ask-facts.module.css';
import { CommandText } from './command-text.tsx';
import { FoldedText } from './folded-text.tsx';
import { Revealed } from './revealed.tsx';

type AskOf<K extends CardAsk['kind']> = Extract<CardAsk, { kind: K }>;

const ACCESS = { read: 'Read', write: 'Read and write', deny: 'No longer reach' } as const;
const PLACE = {
  disk: 'the whole disk',
  system: 'what programs of the system need',
  project: 'the project',
  temporary: 'the folder for temporary files',
} as const;

/** Everything that a yes would allow, one line each. */
export function PermissionList({ permissions }: { permissions: CardPermissions }): ReactNode {
  return (
    <ul className={css.list} aria-label="Permissions">
      {permissions.network && (
        <li>
          <b>Reach the network</b>, every place in it
        </li>
      )}
      {permissions.places.map(({ access, form, path }) => (
        <li key={`${access}/${form}/${path}`}>
          <b>{ACCESS[access]}</b>{' '}
          {form === 'pattern' ? 'whatever matches ' : form === 'path' ? '' : `${PLACE[form]} `}
          {path !== '' && (
            <code dir="ltr">
              <Revealed text={path} />
            </code>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A place in the network, and the command that wants it where that was said. */
export function NetworkPlace({ ask }: { ask: AskOf<'command'> }): ReactNode {
  if (ask.network === null) return null;
  return (
    <>
      <dl className={css.facts}>
        <Fact name="Host" value={ask.network.host} />
        <Fact name="Protocol" value={ask.network.protocol} />
      </dl>
      {ask.command === '' ? (
        <p className={css.soft}>Which command wants it was not stated.</p>
      ) : (
        <FoldedText command={ask.command} />
      )}
    </>
  );
}

/** Text to be typed, with every key in it visible, and the command that gets it. */
export function Typed({ ask }: { ask: AskOf<'stdin'> }): ReactNode {
  return (
    <>
      <FoldedText command={ask.text} />
      <p className={css.soft}>into the command</p>
      {ask.command === null ? <p>not stated</p> : <FoldedText command={ask.command} />}
    </>
  );
}

const HINTS: Record<keyof CardHints, readonly [yes: string, no: string]> = {
  readOnly: ['only reads', 'changes things'],
  destructive: ['may destroy', 'destroys nothing'],
  idempotent: ['the same when repeated', 'not the same when repeated'],
  openWorld: ['reaches the outside', 'stays inside'],
};

/** A tool with its arguments as they are. What it says of itself is its own word only. */
export function ToolCall({ ask }: { ask: AskOf<'tool'> }): ReactNode {
  const hints = (Object.keys(HINTS) as (keyof CardHints)[]).flatMap((hint) => {
    const value = ask.hints[hint];
    return value === null ? [] : [HINTS[hint][value ? 0 : 1]];
  });
  return (
    <>
      <dl className={css.facts}>
        <Fact name="Tool" value={ask.tool} />
        <Fact name="Server" value={ask.server === '' ? 'none; the agent’s own tool' : ask.server} />
        <Fact name="Described as" value={ask.description ?? 'not stated'} />
        <Fact name="Says of itself" value={hints.length === 0 ? 'not stated' : hints.join(', ')} />
      </dl>
      <p className={css.soft}>with these arguments</p>
      <FoldedText command={ask.arguments} lines />
    </>
  );
}

/** What an MCP server says when it asks. */
export function ServerMessage({ ask }: { ask: AskOf<'form'> | AskOf<'link'> }): ReactNode {
  return (
    <>
      <p className={css.message}>
        <Revealed text={ask.message} lines />
      </p>
      <dl className={css.facts}>
        <Fact name="Server" value={ask.server} />
      </dl>
    </>
  );
}

/** An address that the person opens or not; shown whole, as it is. Where nothing can be opened it is there to be copied. */
export function PageLink({ url, opens }: { url: string; opens: boolean }): ReactNode {
  const { host } = new URL(url);
  if (!opens) {
    return (
      <div className={css.link}>
        <span className={css.soft}>Leads to</span> <b>{host}</b>
        <CommandText command={url} />
        <p className={css.soft}>Copy it into your browser to open it.</p>
      </div>
    );
  }
  return (
    <p className={css.link}>
      <span className={css.soft}>Leads to</span> <b>{host}</b>
      <a href={url} target="_blank" rel="noopener noreferrer" referrerPolicy="no-referrer">
        {url}
      </a>
    </p>
  );
}

function Fact({ name, value }: { name: string; value: string }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Revealed text={value} />
      </dd>
    </div>
  );
}
