import { beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../../../../main/host/ssh/connection/connection.ts';
import { Dialogue } from '../../../../../main/host/ssh/connection/dialogue.ts';

const PASSPHRASE = "Enter passphrase for key '/k': ";
const TOUCH = '\rConfirm user presence for key ED25519-SK SHA256:abc\r\r\n';

describe('what is asked and answered', () => {
  let questions: (Question | null)[];
  let printed: string;
  let alarms: (() => void)[];
  let dialogue: Dialogue;
  beforeEach(() => {
    questions = [];
    printed = '';
    alarms = [];
    dialogue = new Dialogue({
      marksServers: true,
      together: false,
      clock: {
        now: () => 0,
        after: (_, task) => {
          alarms.push(task);
          return () => {
            alarms = alarms.filter((each) => each !== task);
          };
        },
      },
      print: (text) => {
        printed += text;
      },
      changed: (question) => questions.push(question),
    });
  });
  const kinds = () => questions.map((question) => question?.kind ?? null);
  const id = () => dialogue.question?.id ?? '';

  it('takes the answer to the question that stands, once', () => {
    dialogue.heardAsking(`\r${PASSPHRASE}`);
    expect(dialogue.answer('another', 'x')).toBeNull();
    expect(dialogue.answer(id(), 'two\nlines')).toBeNull();
    expect(dialogue.answer(id(), 'x'.repeat(5_000))).toBeNull();
    const first = id();
    const typed = dialogue.answer(first, 'secret');
    expect(typed).toBe('secret\r');
    dialogue.typing(typed as string);
    expect(dialogue.answer(first, 'secret')).toBeNull();
    dialogue.heardAsking(`\r\n\r${PASSPHRASE}`);
    expect(kinds()).toEqual(['passphrase', null, 'passphrase']);
    expect(id()).not.toBe(first);
  });

  it('says that a key waits to be touched, and that it was', () => {
    dialogue.heardTelling(TOUCH.slice(0, 20));
    dialogue.heardTelling(TOUCH.slice(20));
    expect(dialogue.question).toMatchObject({
      kind: 'touch',
      from: 'ssh',
      secret: false,
      details: { keyType: 'ED25519-SK', fingerprint: 'SHA256:abc' },
    });
    expect(dialogue.answer(id(), 'x')).toBeNull();
    dialogue.heardTelling('\rUser presence confirmed\r\r\n');
    expect(kinds()).toEqual(['touch', null]);
  });

  it('asks what ssh asks first, also while a banner speaks of a touch', () => {
    dialogue.heardTelling(TOUCH);
    dialogue.heardAsking(`\r${PASSPHRASE}`);
    expect(dialogue.question?.kind).toBe('passphrase');
    dialogue.heardTelling(
      `${PASSPHRASE}\nConfirm user presence for key\nxConfirm user presence for key A B\n`,
    );
    expect(dialogue.question?.kind).toBe('passphrase');
  });

  it('waits a moment before it leaves something to the terminal, for the rest of it', () => {
    dialogue.heardAsking(`\r${PASSPHRASE.slice(0, 10)}`);
    expect(questions).toEqual([]);
    dialogue.heardAsking(PASSPHRASE.slice(10));
    expect(kinds()).toEqual(['passphrase']);
    expect(alarms).toEqual([]);

    dialogue.typing('x\r');
    dialogue.heardAsking('\r\nToken: ');
    for (const alarm of alarms) alarm();
    expect(kinds()).toEqual(['passphrase', null, 'terminal']);
    expect(dialogue.answer(id(), 'x')).toBeNull();
  });

  it('is one question that comes in two parts', () => {
    dialogue.heardAsking('\r(me@box) Enter the ');
    const first = id();
    dialogue.heardAsking('code: ');
    expect(id()).toBe(first);
    expect(dialogue.question?.text).toBe('Enter the code:');
  });

  it('keeps what ssh tells and shows, but for a secret that the terminal shows', () => {
    dialogue.heardTelling('Welcome\r\n');
    dialogue.heardAsking('\r(me@box) Code: ');
    dialogue.typing(dialogue.answer(id(), '314159') as string);
    dialogue.heardAsking('314');
    dialogue.heardAsking('159\r\n');
    expect(printed).toBe('Welcome\r\n\r(me@box) Code: \r\n');
    dialogue.heardTelling('x'.repeat(100_000));
    expect(dialogue.messages.length).toBeLessThanOrEqual(16 * 1024);
  });

  it('asks nothing any more when it is closed', () => {
    dialogue.heardAsking('\rToken: ');
    dialogue.close();
    dialogue.heardAsking(`\r\n\r${PASSPHRASE}`);
    expect(questions).toEqual([]);
    expect(alarms).toEqual([]);
  });
});
