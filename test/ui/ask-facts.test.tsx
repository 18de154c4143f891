import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ApprovalCard } from '../../ui/approval-card.tsx';
import type { CardAsk, CardFacts } from '../../ui/approval-words.ts';
import { facts, NOW } from './facts.ts';

const hints = { readOnly: false, destructive: true, idempotent: null, openWorld: null };
const markup = (ask: CardAsk, meaning: CardFacts['meaning'] = 'outsideSandbox') =>
  renderToStaticMarkup(
    <ApprovalCard facts={facts({ meaning, ask })} now={NOW} onAnswers={() => undefined} />,
  );
const shown = (ask: CardAsk, meaning?: CardFacts['meaning']) =>
  markup(ask, meaning)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('each kind says what it is, whole', () => {
  it('a place in the network', () => {
    const ask = {
      kind: 'command',
      command: '',
      cwd: '/p',
      network: { host: 'a.example', protocol: 'https' },
    } as const;
    expect(shown(ask)).toMatch(/Reach a\.example\?.*Host a\.example.*Protocol https.*was not stated/);
  });

  it('permissions', () => {
    const permissions = {
      network: true,
      places: [
        { access: 'write', form: 'disk', path: '' },
        { access: 'read', form: 'pattern', path: '**/*.key' },
        { access: 'write', form: 'path', path: '/srv/\u202edata' },
      ],
    } as const;
    const text = shown({ kind: 'permissions', cwd: '/p', permissions }, 'insideSandbox');
    for (const part of [
      'Give it more permissions?',
      'Reach the network , every place in it',
      'Read and write the whole disk',
      'Read whatever matches **/*.key',
      'right-to-left override',
      'For the rest of this turn',
    ])
      expect(text).toContain(part);
    expect(shown({ kind: 'command', command: 'ls', cwd: '/p', network: null, permissions })).toContain(
      'Read and write the whole disk',
    );
  });

  it('typed text, with its keys', () => {
    const text = shown({ kind: 'stdin', text: 'y\n\u0004', command: 'cat', cwd: '/p' });
    expect(text).toMatch(/Type this into a running command\? y ↵ .*into the command cat/);
    expect(markup({ kind: 'stdin', text: '\u0004', command: null, cwd: '/p' })).toContain('U+0004');
    expect(shown({ kind: 'stdin', text: 'y', command: null, cwd: '/p' })).toContain(
      'into the command not stated',
    );
  });

  it('a tool', () => {
    const ask = {
      kind: 'tool',
      server: 'demo',
      tool: 'wr\u200bite',
      description: null,
      arguments: '{\n\t"a": 1\n}',
      hints,
    } as const;
    const text = shown(ask);
    for (const part of [
      'Use this tool?',
      'zero-width',
      'demo',
      'not stated',
      'changes things, may destroy',
      '&quot;a&quot;: 1',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('↵');
  });

  it('a page, as a link that leads nowhere else', () => {
    const ask = { kind: 'link', server: 'demo', message: 'Sign in.', url: 'https://a.example/x?y' } as const;
    expect(markup(ask, 'answer')).toContain(
      '<a href="https://a.example/x?y" target="_blank" rel="noopener noreferrer" referrerPolicy="no-referrer">',
    );
    expect(shown(ask, 'answer')).toMatch(/Leads to a\.example https:\/\/a\.example\/x\?y/);
  });

  it('a form', () => {
    const field = {
      label: 'F',
      description: '',
      required: false,
      options: [],
      least: null,
      most: null,
    } as const;
    const html = markup(
      {
        kind: 'form',
        server: 'demo',
        message: 'Who?',
        fields: [
          { ...field, id: 'a', type: 'text', required: true, most: 20 },
          { ...field, id: 'b', type: 'yesNo' },
          { ...field, id: 'c', type: 'choices', options: [{ value: 'x', label: 'X' }], least: 1 },
          { ...field, id: 'd', type: 'integer', least: 0, most: 9 },
        ],
      },
      'answer',
    );
    for (const part of [
      'Needed, at most 20 characters',
      'at least 1 of them',
      'a whole number, 0 to 9',
      '>Yes<',
      '>No<',
    ])
      expect(html).toContain(part);
  });
});
