import { describe, expect, test } from 'vitest';
import type { NativeAsk } from '../../../../main/host/agents/agent.ts';
import { cardOf, fits, kindOf, titleOf, unweighed } from '../../../../main/host/approvals/card.ts';
import type { Ask } from '../../../../protocol/session/card.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { judgement } from './judged.ts';

const hints = { readOnly: null, destructive: null, idempotent: null, openWorld: null };
const field = {
  id: 'name',
  label: 'Name',
  description: '',
  required: true,
  type: 'text' as const,
  options: [],
  least: null,
  most: null,
};
const permissions = {
  network: true,
  places: [
    { access: 'write' as const, form: 'path' as const, path: '/srv/data' },
    { access: 'read' as const, form: 'disk' as const, path: '' },
  ],
};
const ASKS: [Ask, string, string, string[]][] = [
  [
    { kind: 'command', command: '', cwd: '/p', network: { host: 'example.com', protocol: 'https' } },
    'network',
    'https://example.com',
    ['approve', 'decline', 'stop'],
  ],
  [
    { kind: 'command', command: 'ls\nrm', cwd: '/p', network: null },
    'command',
    'ls…',
    ['approve', 'decline', 'stop'],
  ],
  [
    { kind: 'permissions', cwd: '/p', permissions },
    'permissions',
    'the network, /srv/data and 1 more',
    ['approve', 'decline', 'stop'],
  ],
  [
    { kind: 'stdin', text: 'yes\n\u0004', command: null, cwd: '/p' },
    'stdin',
    'yes↵^D',
    ['approve', 'decline', 'stop'],
  ],
  [
    { kind: 'tool', server: 'demo', tool: 'write', description: null, arguments: '{}', hints },
    'tool',
    'write of demo',
    ['approve', 'decline', 'stop'],
  ],
  [
    { kind: 'form', server: 'demo', message: 'Who?', fields: [field] },
    'form',
    'Who?',
    ['answer', 'decline', 'stop'],
  ],
  [
    { kind: 'form', server: 'demo', message: 'Sure?', fields: [] },
    'form',
    'Sure?',
    ['approve', 'decline', 'stop'],
  ],
  [
    { kind: 'link', server: 'demo', message: 'Sign in.', url: 'https://example.com/' },
    'link',
    'https://example.com/',
    ['approve', 'decline', 'stop'],
  ],
];

describe.each(ASKS)('%j', (ask, kind, title, decisions) => {
  test('has a kind, a line for a list, and the decisions that it can be given', () => {
    expect([kindOf(ask), titleOf(ask)]).toEqual([kind, title]);
    const native: NativeAsk = {
      key: 'k',
      thread: 't',
      source: 'agent',
      meaning: 'answer',
      reason: null,
      ask,
      session: false,
    };
    const place = {
      approval: 'a',
      host: 'h',
      environment: 'local',
      agent: 'codex',
      thread: 't',
      threadTitle: '',
      project: null,
      at: 0,
    };
    expect(cardOf(unweighed(place, native, NO_CONTEXT), judgement())).toMatchObject({
      v: 2,
      decisions,
      scopes: ['once'],
      ask,
      tier: 'expand',
      handling: 'hold',
      expiresAt: null,
    });
  });
});

const long = 'x'.repeat(4096);
const change = { path: long, kind: 'update' as const, movedTo: null, diff: '' };

test.each([
  ['a command', { kind: 'command' as const, command: long, cwd: '/', network: null }],
  ['a place', { kind: 'command' as const, command: '', cwd: '/', network: { host: long, protocol: long } }],
  ['a file', { kind: 'change' as const, changes: [change] }],
  ['files', { kind: 'change' as const, changes: [change, change] }],
  ['typed text', { kind: 'stdin' as const, text: '\u0004'.repeat(4096), command: null, cwd: '/' }],
  ['a tool', { kind: 'tool' as const, server: long, tool: long, description: null, arguments: '', hints }],
  ['a form', { kind: 'form' as const, server: long, message: long, fields: [] }],
  ['a page', { kind: 'link' as const, server: long, message: long, url: long }],
  [
    'permissions',
    {
      kind: 'permissions' as const,
      cwd: '/',
      permissions: {
        network: false,
        places: Array.from({ length: 200 }, () => ({
          access: 'read' as const,
          form: 'path' as const,
          path: long,
        })),
      },
    },
  ],
])('the title of %s is short whatever the agent names: a longer one would hide the whole list', (_, ask) => {
  expect(titleOf(ask).length).toBeLessThan(200);
});

test('only a form that is answered in its fields is answered', () => {
  const form = ASKS[5]![0];
  expect(fits(form, { name: ['Ada'] })).toBe(true);
  expect(fits(form, { name: ['Ada'], more: ['x'] })).toBe(false);
  expect(fits(form, {})).toBe(false);
  expect(fits(ASKS[4]![0], {})).toBe(false);
});
