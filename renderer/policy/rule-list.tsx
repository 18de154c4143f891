import { Plus, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import {
  HANDLING_WORDS,
  type PolicyChange,
  type PolicyView,
  ruleWords,
  TIER_WORDS,
} from '../../main/contract/policy.ts';
import { HANDLINGS, type Handling } from '../../protocol/session/tiers.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { type RuleSubject, typedRule } from '../model/policy.ts';
import css from './policy.module.css';

type Send = (change: PolicyChange) => Promise<boolean>;

/** What the owner says about single commands and files, in the order in which it is looked at. */
export function RuleList({ policy, send }: { policy: PolicyView; send: Send }): ReactNode {
  const { rules } = policy.inForce;
  return (
    <>
      {rules.length === 0 ? (
        <p className={css.none}>No rules yet. The table above holds for everything.</p>
      ) : (
        <ol className={css.rows}>
          {rules.map((rule, index) => (
            <li key={rule.line} className={css.line}>
              <div className={css.words} data-selectable>
                <code>{ruleWords(rule)}</code>
                <span className={css.soft}>
                  {HANDLING_WORDS[rule.answer]}
                  {rule.up_to === 'commit' && `, up to “${TIER_WORDS.commit.title.toLowerCase()}”`}
                  {rule.outside_sandbox === true && ', outside the sandbox too'}
                  {rule.about !== undefined && ` · ${rule.about}`} · line {rule.line}
                </span>
              </div>
              <IconButton
                label={`Remove the rule ${ruleWords(rule)}`}
                icon={<X size={14} />}
                onClick={() => void send({ what: 'removeRule', index, revision: policy.revision })}
              />
            </li>
          ))}
        </ol>
      )}
      <AddRule send={send} />
    </>
  );
}

const EXAMPLES: Readonly<Record<RuleSubject, string>> = {
  command: 'npm run test*',
  files: 'docs/** **/*.md',
};

function AddRule({ send }: { send: Send }): ReactNode {
  const [subject, setSubject] = useState<RuleSubject>('command');
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Handling>('desk');
  const rule = typedRule(subject, text, answer);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (rule !== undefined && (await send({ what: 'addRule', rule }))) setText('');
  };
  return (
    <form className={css.form} onSubmit={(event) => void add(event)}>
      <select
        aria-label="What the rule is about"
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value === 'files' ? 'files' : 'command')}
      >
        <option value="command">Commands</option>
        <option value="files">Changed files</option>
      </select>
      <input
        className={css.typed}
        aria-label={subject === 'command' ? 'Program and arguments' : 'Files, from the project on'}
        placeholder={EXAMPLES[subject]}
        autoComplete="off"
        spellCheck={false}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <select
        aria-label="Where it is answered"
        value={answer}
        onChange={(event) => {
          const chosen = HANDLINGS.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) setAnswer(chosen);
        }}
      >
        {HANDLINGS.map((each) => (
          <option key={each} value={each}>
            {HANDLING_WORDS[each]}
          </option>
        ))}
      </select>
      <Button type="submit" icon={<Plus size={14} />} disabled={rule === undefined}>
        Add rule
      </Button>
      <p className={css.hint}>
        {subject === 'command'
          ? '* stands for any text in an argument, ** for any further arguments. Without arguments the rule is for all of them.'
          : '* stands for any text in a name, ** for any folders.'}
      </p>
    </form>
  );
}
