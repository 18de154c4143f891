import { beforeEach, describe, expect, it } from 'vitest';
import { answer, listWaiting } from '../../../main/headless/waiting.ts';
import { cardDigestText } from '../../../protocol/decision.ts';
import type { Card } from '../../../protocol/session/card.ts';
import { CARDS, waitingFor } from '../../e2e/control-panel/desk-answers.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { TerminalDouble } from './terminal-double.ts';

let host: HostDouble;
let terminal: TerminalDouble;
beforeEach(() => {
  host = new HostDouble();
  terminal = new TerminalDouble();
});
const asks = (card: Card, name: keyof typeof CARDS = 'command') => {
  host.state = { ...host.state, waiting: waitingFor(name).map((each) => ({ ...each, id: card.approval })) };
  host.handler = (command) => ({
    ok: true,
    value: command === 'approval/read' ? { card: JSON.stringify(card) } : {},
  });
};
const decided = () => host.ran.filter(({ name }) => name === 'approval/decide').map(({ params }) => params);
const flags = (fields = {}) => ({ session: false, note: '', yes: false, ...fields });

describe('outpost waiting', () => {
  it('lists what waits, for a person and for a program', async () => {
    await listWaiting(host, false, terminal);
    expect(terminal.out).toBe('Nothing waits for you.\n');
    host.state = {
      ...host.state,
      waiting: [
        { id: 'a1', thread: 't', kind: 'command', title: 'x\x1b[2J', at: terminal.clock, desk: false },
      ],
    };
    terminal.out = '';
    await listWaiting(host, false, terminal);
    expect(terminal.out).toMatch(
      /^id {2}kind {5}asked {5}answered {2}what\na1 {2}command {2}just now {2}anywhere {2}x\[2J\n$/,
    );
    terminal.out = '';
    await listWaiting(host, true, terminal);
    expect(JSON.parse(terminal.out)).toEqual(host.state.waiting);
  });
});

describe('outpost answer', () => {
  it('shows the whole card, asks once, and approves for that very card', async () => {
    terminal = new TerminalDouble({ isTTY: true });
    asks(CARDS.command);
    const ended = answer(host, 'a1', 'approve', flags({ session: true }), terminal);
    await expect.poll(() => terminal.out).toContain('Go on? (y/n)');
    expect(terminal.out).toContain('npm install --save-dev vitest');
    expect(decided()).toEqual([]);
    terminal.press('y');
    expect(await ended).toBe(0);
    const cardDigest = cardDigestText(JSON.stringify(CARDS.command));
    expect(decided()).toEqual([{ id: 'a1', decision: 'approve', scope: 'session', note: '', cardDigest }]);
  });

  it('takes nothing but y for a yes, and nobody’s silence', async () => {
    asks(CARDS.command);
    expect(await answer(host, 'a1', 'approve', flags(), terminal)).toBe(1);
    terminal = new TerminalDouble({ isTTY: true });
    const ended = answer(host, 'a1', 'approve', flags(), terminal);
    await expect.poll(() => terminal.out).toContain('Go on?');
    terminal.press('\r');
    expect(await ended).toBe(1);
    expect(decided()).toEqual([]);
    expect(await answer(host, 'a1', 'approve', flags({ yes: true }), terminal)).toBe(0);
    expect(decided()).toHaveLength(1);
  });

  it('declines with a word, without asking again', async () => {
    asks(CARDS.command);
    expect(await answer(host, 'a1', 'decline', flags({ note: 'Use pnpm.' }), terminal)).toBe(0);
    expect(decided()).toMatchObject([{ decision: 'decline', note: 'Use pnpm.' }]);
  });

  it('answers a question with the lines that are typed', async () => {
    terminal = new TerminalDouble({ isTTY: true });
    asks(CARDS.question, 'question');
    const ended = answer(host, 'a3', 'answer', flags(), terminal);
    await expect.poll(() => terminal.out).toContain('(a number, or words of your own): ');
    terminal.press('\n');
    await expect.poll(() => terminal.out).toContain('That is no answer to this.');
    terminal.press('2\n');
    expect(await ended).toBe(0);
    expect(decided()).toMatchObject([{ decision: 'answer', note: '{"q":["Any free one"]}' }]);
  });

  it('reads answers from a pipe, and answers nothing when they end too early', async () => {
    asks(CARDS.question, 'question');
    const ended = answer(host, 'a3', 'answer', flags(), terminal);
    await expect.poll(() => terminal.out).toContain('Which port');
    await expect.poll(() => terminal.keyboard.listenerCount('end')).toBe(1);
    terminal.keyboard.emit('end');
    expect(await ended).toBe(1);
    expect(decided()).toEqual([]);
  });

  it('does not let a secret be typed where it shows', async () => {
    terminal = new TerminalDouble({ isTTY: true });
    const { ask } = CARDS.question;
    const questions = ask.questions.map((question) => ({ ...question, secret: true }));
    asks({ ...CARDS.question, ask: { ...ask, questions } }, 'question');
    expect(await answer(host, 'a3', 'answer', flags(), terminal)).toBe(1);
    expect(terminal.err).toContain('A secret would show here');
  });

  it.each([
    ['unknown', 'approve', {}, 'There is no question "unknown"'],
    ['a1', 'answer', {}, 'That answer is not offered. There is: approve, decline, stop.'],
  ] as const)('refuses %s %s', async (id, word, more, sentence) => {
    asks(CARDS.command);
    expect(await answer(host, id, word, flags(more), terminal)).toBe(1);
    expect(terminal.err).toContain(sentence);
    expect(decided()).toEqual([]);
  });

  it('declines what cannot be shown, and approves it never', async () => {
    asks(CARDS.command);
    const refusal = { code: 'tooLarge', message: 'Too large.' };
    host.handler = (name) => (name === 'approval/read' ? { ok: false, refusal } : { ok: true, value: {} });
    expect(await answer(host, 'a1', 'approve', flags({ yes: true }), terminal)).toBe(1);
    expect(await answer(host, 'a1', 'decline', flags(), terminal)).toBe(0);
    expect(decided()).toMatchObject([{ decision: 'decline', cardDigest: cardDigestText('') }]);
  });

  it('says in the host’s words when somebody was faster', async () => {
    asks(CARDS.command);
    const refusal = { code: 'decided', message: 'This was decided already.' };
    const given = host.handler;
    host.handler = (name, params) =>
      name === 'approval/decide' ? { ok: false, refusal } : given(name, params);
    expect(await answer(host, 'a1', 'decline', flags(), terminal)).toBe(1);
    expect(terminal.err).toBe('This was decided already.\n');
  });
});
