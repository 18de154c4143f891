import { type ReactNode, useMemo } from 'react';
import type { ItemOf } from '../../protocol/session/items.ts';
import { CommandText } from '../../ui/command-text.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import * as words from '../text/items.ts';
import { duration } from '../text/time.ts';
import { Fold } from './fold.tsx';
import { MARK } from './item-marks.ts';
import css from './item-view.module.css';
import { Output } from './output.tsx';
import { Running } from './running.tsx';
import { TestResult } from './test-result.tsx';
import { readTestRun } from './test-runs/read-test-run.ts';
import type { TestRun } from './test-runs/test-run.ts';

/** A command as one line with its state, how long it took and how it ended; its output is a tap away. */
export function CommandItem({ item }: { item: ItemOf<'command'> }): ReactNode {
  const { status, output } = item;
  const word = words.status[status];
  const run = useMemo(() => (status === 'running' ? null : readTestRun(output)), [status, output]);
  return (
    <Fold
      id={item.id}
      summary={
        <>
          <StateMark state={MARK[status]} word={`${word}: `} quiet />
          <code>{item.command.replace(/\s+/g, ' ')}</code>
        </>
      }
      aside={<Aside item={item} run={run} />}
    >
      {() => (
        <>
          <CommandText command={item.command} />
          {run !== null && <TestResult run={run} />}
          <Output
            text={output}
            cut={item.cut}
            running={status === 'running'}
            label={words.outputOf(item.command)}
          />
          <p className={css.fact}>
            {words.endedIn(word, item.exitCode)} <code>{item.cwd}</code>
          </p>
        </>
      )}
    </Fold>
  );
}

function Aside({ item, run }: { item: ItemOf<'command'>; run: TestRun | null }): ReactNode {
  if (item.status === 'running') return <Running since={item.at} />;
  if (item.status === 'declined' || item.status === 'stopped') return words.status[item.status];
  const took = item.durationMs === null ? '' : duration(item.durationMs);
  const bad =
    run !== null && run.failed > 0
      ? words.tests.failed(run.failed)
      : item.exitCode !== null && item.exitCode !== 0
        ? words.exit(item.exitCode)
        : null;
  if (bad === null && !run?.passed) return took;
  return (
    <>
      <span className={`${css.ended} ${bad === null ? '' : css.exit}`}>
        {bad ?? words.tests.passed(run?.passed ?? 0)}
      </span>{' '}
      {took}
    </>
  );
}
