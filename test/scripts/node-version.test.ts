import { expect, it } from 'vitest';
import { nodeVersionProblem } from '../../scripts/setup/node-version.mjs';

it.each(['20.19.0', '20.20.2', '22.0.0', '100.0.0'])('accepts Node %s', (version) => {
  expect(nodeVersionProblem(version, '>=20.19')).toBeUndefined();
});

it.each(['20.18.3', '18.20.0', '9.11.2'])('says what to do about Node %s', (version) => {
  const sentence = nodeVersionProblem(version, '>=20.19');
  expect(sentence).toContain(`this is Node ${version}`);
  expect(sentence).toContain('Node 20.19 or newer');
  expect(sentence).toContain('nodejs.org');
});
