import type { ReactNode } from 'react';
import { Revealed } from '../../ui/revealed.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/items.ts';
import css from './test-result.module.css';
import type { TestRun } from './test-runs/test-run.ts';

/** Names that are listed; the rest is in the output. */
const LISTED = 20;

/** What a test runner said: what fails first, by its names. */
export function TestResult({ run }: { run: TestRun }): ReactNode {
  const { failing, failed, passed, skipped, runner } = run;
  const counts = [
    failed > 0 && words.tests.failed(failed),
    passed !== null && (passed > 0 || failed > 0) && words.tests.passed(passed),
    skipped !== null && skipped > 0 && words.tests.skipped(skipped),
  ].filter((count) => count !== false);
  const rest = failed - Math.min(failing.length, LISTED);
  return (
    <section className={css.result} aria-label={runner}>
      <p className={css.head}>
        <StateMark
          state={failed > 0 ? 'trouble' : 'done'}
          word={counts.length === 0 ? words.tests.allPassed : counts.join(', ')}
        />
        <span className={css.runner}>{runner}</span>
      </p>
      {failing.length > 0 && (
        <ul aria-label={words.tests.failing}>
          {failing.slice(0, LISTED).map((name) => (
            <li key={name}>
              <code>
                <Revealed text={name} />
              </code>
            </li>
          ))}
          {rest > 0 && <li className={css.runner}>{words.tests.moreFailing(rest)}</li>}
        </ul>
      )}
    </section>
  );
}
