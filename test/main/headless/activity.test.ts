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
  expect(await activity(host, { json: false, limit: 50 }, terminal)).toBe(0);
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
    { entries: [{ ...first, title: 'x\u202e\n' }], before: 70, damaged: 1, unreadable: [] },
    { entries: [], before: 30, damaged: 0, unreadable: [] },
    { entries: others.slice(0, 1), before: null, damaged: 0, unreadable: [] },
  );
  expect(await activity(host, { json: true, limit: undefined }, terminal)).toBe(0);
  expect(host.ran.map(({ params }) => params)).toEqual([
    { limit: 200 },
    { limit: 200, before: 70 },
    { limit: 200, before: 30 },
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
  await activity(host, { json: false, limit: 2 }, terminal);
  expect(host.ran).toMatchObject([{ params: { limit: 2 } }]);
  expect(terminal.out.trimEnd().split('\n')).toHaveLength(2);
  terminal.out = '';
  gives({ entries: [], before: null, damaged: 0, unreadable: [] });
  await activity(host, { json: false, limit: 50 }, terminal);
  expect(terminal.out).toBe('Nothing has happened yet.\n');
});
