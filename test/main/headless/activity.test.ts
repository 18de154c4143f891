import { beforeEach, expect, it } from 'vitest';
import type { ActivityPage } from '../../../main/contract/activity.ts';
import { activity } from '../../../main/headless/activity.ts';
import { happened } from '../../e2e/control-panel/desk-answers.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { TerminalDouble } from './terminal-double.ts';

let host: HostDouble;
let terminal: TerminalDouble;
beforeEach(() => {
  host = new HostDouble();
  terminal = new TerminalDouble();
});
const gives = (...pages: ActivityPage[]) => {
  host.handler = () => ({ ok: true, value: pages.shift() });
};

it('lists the newest first, with who did what', async () => {
  gives({ ...happened(), before: null });
  expect(await activity(host, { json: false, rules: false, limit: 50 }, terminal)).toBe(0);
  const lines = terminal.out.trimEnd().split('\n');
  expect(lines).toHaveLength(7);
  expect(lines[0]).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d {2}npm install --save-dev vitest — Approved by Ada’s iPhone, for/,
  );
});

it('writes all of it as JSON lines, page after page, and no escape of another’s', async () => {
  const [first, ...others] = happened().entries;
  if (first?.kind !== 'approval') throw new Error('another entry');
  gives(
    {
      entries: [{ ...first, title: 'x\u202e\n' }],
      before: 70,
      newest: 1,
      byRule: 0,
      damaged: 1,
      unreadable: [],
    },
    { entries: [], before: 30, newest: 1, byRule: 0, damaged: 0, unreadable: [] },
    { entries: others.slice(0, 1), before: null, newest: 1, byRule: 0, damaged: 0, unreadable: [] },
  );
  expect(await activity(host, { json: true, rules: true, limit: undefined }, terminal)).toBe(0);
  expect(host.ran.map(({ params }) => params)).toEqual([
    { limit: 200, rules: true },
    { limit: 200, rules: true, before: 70 },
    { limit: 200, rules: true, before: 30 },
  ]);
  expect(terminal.out).not.toContain('\u202e');
  const lines = terminal.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([{ title: 'x\u202e\n' }, { title: 'src/lamp.ts and 2 more' }]);
  expect(terminal.err).toBe('1 line of the log could not be read and is left out.\n');
});

it('ends at the limit, and says when there is nothing', async () => {
  gives(happened());
  await activity(host, { json: false, rules: false, limit: 2 }, terminal);
  expect(host.ran).toMatchObject([{ params: { limit: 2 } }]);
  expect(terminal.out.trimEnd().split('\n')).toHaveLength(2);
  terminal.out = '';
  gives({ entries: [], before: null, newest: 1, byRule: 0, damaged: 0, unreadable: [] });
  await activity(host, { json: false, rules: false, limit: 50 }, terminal);
  expect(terminal.out).toBe('Nothing has happened yet.\n');
});

it('counts what rules answered, lists it where that is asked for, and names a damaged part', async () => {
  const name = 'audit-2026-11-21-000003.jsonl.gz';
  gives(
    { ...happened(), byRule: 300, before: 5, unreadable: [name] },
    { ...happened(), entries: [], byRule: 12, before: null, unreadable: [name] },
  );
  await activity(host, { json: false, rules: false, limit: 50 }, terminal);
  expect(terminal.err).toBe(
    `312 answers by rule are not listed: --rules lists them too.\n` +
      `A part of the log, ${name}, could not be read, or not all of it. The file is left as it is.\n`,
  );
  gives({ ...happened(), before: null });
  await activity(host, { json: false, rules: true, limit: 50 }, terminal);
  expect(host.ran.at(-1)).toMatchObject({ params: { rules: true } });
});
