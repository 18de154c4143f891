/** How often a person is asked in a day of agent work. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PRESETS } from '../../main/contract/policy.ts';
import { answered, asksPerson, table } from './day.ts';

test('the preset “team” asks at most a third of what Codex asks under “untrusted”', () => {
  const team = answered('team');
  expect(team.length).toBeGreaterThan(300);
  expect(team.filter(asksPerson).length).toBeLessThanOrEqual(team.length / 3);
});

test.each(PRESETS)('under “%s”, nothing above continue is answered by rule', (preset) => {
  const byRule = answered(preset).filter(({ handling }) => handling === 'rule');
  expect(new Set(byRule.map(({ tier }) => tier))).not.toContain('expand');
  expect(new Set(byRule.map(({ tier }) => tier))).not.toContain('commit');
});

test('under “observe”, a phone answers nothing', () => {
  expect(new Set(answered('observe').map(({ handling }) => handling))).toEqual(new Set(['desk']));
});

test('the documentation tells the same figures', () => {
  const page = readFileSync(new URL('../../docs/approvals.md', import.meta.url), 'utf8');
  expect(page, 'node --import tsx test/corpus/day.ts prints the table').toContain(table());
});
