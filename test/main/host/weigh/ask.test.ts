/** Every kind of question that an agent can ask. */
import { describe, expect, it } from 'vitest';
import { weighAsk } from '../../../../main/host/weigh/ask.ts';
import type { Ask } from '../../../../protocol/session/card.ts';
import { edit, HOME, PROJECT, place } from './patch-fixtures.ts';

const weigh = (ask: Ask, checksFail = false) =>
  weighAsk(ask, 'outsideSandbox', place, { checksFail }).verdict;
const tierOf = (ask: Ask) => weigh(ask).tier;
const command = (text: string, more: object = {}): Ask => ({
  kind: 'command',
  command: text,
  cwd: PROJECT,
  network: null,
  ...more,
});
const typed = (text: string, into: string | null = null): Ask => ({
  kind: 'stdin',
  text,
  command: into,
  cwd: PROJECT,
});
const question = (secret: boolean): Ask => ({
  kind: 'question',
  questions: [{ id: 'a', header: '', text: 'Which?', options: [], free: true, secret }],
});
const form = (...labels: string[]): Ask => ({
  kind: 'form',
  server: 'crm',
  message: 'Please',
  fields: labels.map((label, at) => ({
    id: `f${at}`,
    label,
    description: '',
    required: true,
    type: 'text' as const,
    options: [],
    least: null,
    most: null,
  })),
});
const link = (url: string): Ask => ({ kind: 'link', server: 'crm', message: 'Sign in', url });
const permissions = (
  network: boolean,
  ...places: Extract<Ask, { kind: 'permissions' }>['permissions']['places']
): Ask => ({ kind: 'permissions', cwd: PROJECT, permissions: { network, places } });

describe('a command', () => {
  it('is weighed as one, and named for rules', () => {
    expect(weighAsk(command('ls'), 'insideSandbox', place)).toMatchObject({
      verdict: { tier: 'continue' },
      commands: [{ program: 'ls' }],
    });
    expect(tierOf(command('git push'))).toBe('commit');
  });

  it('has the higher of itself and of what it asks for besides', () => {
    const network = { host: 'packages.example.org', protocol: 'https' };
    expect(tierOf(command('ls', { network }))).toBe('expand');
    expect(tierOf(command('', { network }))).toBe('expand');
    expect(tierOf(command('git push', { network }))).toBe('commit');
    const wide = { network: false, places: [{ access: 'write', form: 'disk', path: '' }] };
    expect(tierOf(command('ls', { permissions: wide }))).toBe('commit');
  });
});

it('weighs a change, more while checks fail', () => {
  const change: Ask = { kind: 'change', changes: [edit('src/a.ts')] };
  expect(tierOf(change)).toBe('continue');
  expect(weigh(change, true).tier).toBe('expand');
});

it('takes a question for words, unless a secret is asked for', () => {
  expect(weigh(question(false))).toMatchObject({ tier: 'steer', deskOnly: false });
  expect(tierOf(question(true))).toBe('expand');
});

describe('text that is typed', () => {
  it.each([
    ['y\n', null, 'expand'],
    ['\x03', null, 'expand'],
    ['q', null, 'expand'],
    ['ls\r', 'bash', 'expand'],
    ['git push\n', null, 'commit'],
    ['y\n', 'sudo apt install x', 'commit'],
    ['\x1b[A\r', null, 'commit'],
    ['git pu\t\n', null, 'commit'],
    ['rm -rf', null, 'commit'],
  ] as const)('%j into %j is %s', (text, into, tier) => {
    expect(tierOf(typed(text, into))).toBe(tier);
  });
});

describe('what an MCP server asks the person', () => {
  it('goes to somebody else', () => {
    expect(tierOf(form('Colour'))).toBe('expand');
    expect(tierOf(form())).toBe('expand');
    expect(tierOf(form('Access token'))).toBe('commit');
  });

  it.each([
    ['https://example.com/sign-in?x=1', 'expand'],
    ['https://user:word@example.com', 'commit'],
    ['https://ex\u0430mple.com', 'commit'],
    ['https://xn--exmple-4nf.com', 'commit'],
    ['http://169.254.169.254/latest', 'commit'],
    ['javascript:alert(1)', 'commit'],
  ])('is weighed by its page: %s', (url, tier) => {
    expect(tierOf(link(url))).toBe(tier);
  });
});

describe('permissions', () => {
  it.each([
    ['nothing but the network', permissions(true), 'expand'],
    [
      'to read a folder outside',
      permissions(false, { access: 'read', form: 'path', path: '/srv/data' }),
      'expand',
    ],
    ['to read secrets', permissions(false, { access: 'read', form: 'path', path: `${HOME}/.ssh` }), 'commit'],
    ['to read the whole home', permissions(false, { access: 'read', form: 'path', path: HOME }), 'commit'],
    [
      'to read what is above it',
      permissions(false, { access: 'read', form: 'path', path: '/home' }),
      'commit',
    ],
    ['to read the disk', permissions(false, { access: 'read', form: 'disk', path: '' }), 'commit'],
    [
      'to write settings',
      permissions(false, { access: 'write', form: 'path', path: `${HOME}/.config/x` }),
      'commit',
    ],
    [
      'to write workflows',
      permissions(false, { access: 'write', form: 'project', path: '.github/workflows/x' }),
      'commit',
    ],
    [
      'to write everything here',
      permissions(false, { access: 'write', form: 'project', path: '' }),
      'expand',
    ],
    [
      'to write Git’s folder',
      permissions(false, { access: 'write', form: 'path', path: `${PROJECT}/.git` }),
      'commit',
    ],
    ['by a pattern', permissions(false, { access: 'read', form: 'pattern', path: '/**/x' }), 'commit'],
    ['less than before', permissions(false, { access: 'deny', form: 'disk', path: '' }), 'expand'],
  ] as const)('%s', (_, ask, tier) => {
    expect(tierOf(ask)).toBe(tier);
  });
});
