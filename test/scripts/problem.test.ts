import { expect, it } from 'vitest';
import { presentable } from '../../scripts/setup/problem.mjs';

it.each([
  ['npm error 404 Not Found - GET https://npm.corp.example/ws', 'npm.corp.example'],
  ['npm error request to https://user:secret@npm.corp.example:4873/ws failed', 'secret'],
  ['npm error getaddrinfo ENOTFOUND npm.corp.example', 'npm.corp.example'],
  ['npm error code ECONNREFUSED connect ECONNREFUSED 10.1.2.3:4873', '10.1.2.3'],
  ['gyp ERR! request to git+ssh://git@code.corp.example/x', 'code.corp.example'],
])('shows no host of a registry: %s', (line, secret) => {
  expect(presentable(line)).not.toContain(secret);
});

it('keeps the reason, and only the end of a long output', () => {
  const output = [
    ...Array.from({ length: 40 }, (_, index) => `line ${index}`),
    'npm error code ENOSPC',
    '',
    '',
  ].join('\n');
  const shown = presentable(output, 3).split('\n');
  expect(shown).toEqual(['line 38', 'line 39', 'npm error code ENOSPC']);
});
