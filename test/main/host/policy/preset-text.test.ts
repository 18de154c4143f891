import { expect, test } from 'vitest';
import { PRESETS } from '../../../../main/contract/policy.ts';
import { presetPolicy } from '../../../../main/host/policy/policy.ts';
import { readPolicy } from '../../../../main/host/policy/policy-text.ts';
import { presetOf, presetText } from '../../../../main/host/policy/preset-text.ts';

test.each(PRESETS)('%s is known at sight as what it says when it is read', (preset) => {
  const text = presetText(preset);
  expect(readPolicy(text)).toMatchObject({ ok: true, policy: presetPolicy(preset) });
  expect(presetOf(text)).toBe(preset);
});

test('a text that differs by anything has to be read', () => {
  const text = presetText('team');
  for (const other of [
    '',
    text.trimEnd(),
    `${text}[tiers]\n`,
    text.replaceAll('\n', '\r\n'),
    text.replace('team', 'none'),
  ])
    expect(presetOf(other)).toBeUndefined();
});
