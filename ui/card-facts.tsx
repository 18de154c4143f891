import { Check, CircleHelp, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type CardFacts, NOT_GATED, NOT_GATED_MEANS, placeOf } from './approval-words.ts';
import css from './card-facts.module.css';
import {
  askedWords,
  type CardCheck,
  type CardTouches,
  checkWords,
  expiryWords,
  NOT_STATED,
  SOURCE_TITLE,
  soFarWords,
  touchedBy,
} from './card-words.ts';
import { Revealed } from './revealed.tsx';
import { type ChangesOf, SoFarList } from './so-far-list.tsx';

/** What the agent says of its question: nobody has checked it. */
export function AgentSays({ facts }: { facts: CardFacts }): ReactNode {
  return (
    <Facts title={SOURCE_TITLE.agent}>
      <Fact name="Why now">
        <Said text={facts.reason} />
      </Fact>
      <Fact name="Next">
        <Said text={facts.next} />
      </Fact>
      {facts.subAgent !== undefined && (
        <Fact name="Sub-agent">
          <Revealed text={facts.subAgentName || facts.subAgent} />
        </Fact>
      )}
    </Facts>
  );
}

/** What the host knows by itself: where, what is touched, and what happened in the thread before. */
export function HostSaw({
  facts,
  now,
  decided,
  changesOf,
}: {
  facts: CardFacts;
  /** In milliseconds since 1970, for what is said relative to it. */
  now: number;
  decided: boolean;
  changesOf?: ChangesOf | undefined;
}): ReactNode {
  const { ask, touches, soFar, checks, expiresAt } = facts;
  const acts = ask.kind !== 'question' && ask.kind !== 'form' && ask.kind !== 'link';
  return (
    <Facts title={SOURCE_TITLE.host}>
      {acts && <Touches touches={touches} />}
      <Fact name="Where">
        {placeOf(facts)}
        {'cwd' in ask && ask.cwd !== undefined && (
          <code className={css.name}>
            <Revealed text={ask.cwd} />
          </code>
        )}
      </Fact>
      {acts && (
        <>
          <Fact
            name="Changed"
            below={
              soFar !== null &&
              soFar.files.length > 0 &&
              changesOf !== undefined && <SoFarList soFar={soFar} changesOf={changesOf} />
            }
          >
            {soFarWords(soFar)}
          </Fact>
          <Fact name="Checks">
            <Checks checks={checks} now={now} />
          </Fact>
        </>
      )}
      <Fact name="Thread">
        {facts.threadTitle || 'Untitled'}
        {facts.gated === false && (
          <span className={css.name}>
            <b>{NOT_GATED}</b> · {NOT_GATED_MEANS}
          </span>
        )}
      </Fact>
      {acts && <Fact name="Asked">{askedWords(facts)}</Fact>}
      {!decided && expiresAt !== null && <Fact name="Open">{expiryWords(expiresAt, now)}</Fact>}
    </Facts>
  );
}

function Touches({ touches }: { touches: CardTouches | null }): ReactNode {
  if (touches === null) return <Fact name="Touches">{NOT_STATED}</Fact>;
  return touchedBy(touches).map(({ name, names, words }) => (
    <Fact key={name} name={name}>
      {words}
      {names.map((each) => (
        <code key={each} className={name === 'Programs' ? css.program : css.name}>
          <Revealed text={each} />
        </code>
      ))}
    </Fact>
  ));
}

function Checks({ checks, now }: { checks: readonly CardCheck[] | null; now: number }): ReactNode {
  if (checks === null) return NOT_STATED;
  if (checks.length === 0) return 'none run';
  return (
    <ul className={css.checks}>
      {checks.map((check) => (
        <li key={`${check.at}/${check.command}`}>
          <code className={css.name}>
            <Revealed text={check.command} />
          </code>
          <span className={css.ended}>
            <CheckMark exitCode={check.exitCode} />
            {checkWords(check, now)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function CheckMark({ exitCode }: { exitCode: number | null }): ReactNode {
  if (exitCode === null) return <CircleHelp size={14} aria-hidden="true" className={css.unknown} />;
  return exitCode === 0 ? (
    <Check size={14} strokeWidth={2.75} aria-hidden="true" className={css.passed} />
  ) : (
    <TriangleAlert size={14} strokeWidth={2.5} aria-hidden="true" className={css.failed} />
  );
}

const Said = ({ text }: { text: string | null }): ReactNode =>
  text === null ? NOT_STATED : <Revealed text={text} />;

function Facts({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className={css.group}>
      <h3 className={css.source}>{title}</h3>
      <dl className={css.facts}>{children}</dl>
    </section>
  );
}

function Fact({
  name,
  children,
  below = false,
}: {
  name: string;
  children: ReactNode;
  /** What needs the whole width. */
  below?: ReactNode;
}): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {below !== false && <dd className={css.below}>{below}</dd>}
    </div>
  );
}
