import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PromptReader } from '../../../../../main/host/ssh/connection/prompts.ts';

const HOST_KEY =
  "The authenticity of host 'box.example (192.0.2.7)' can't be established.\r\n" +
  'ED25519 key fingerprint is SHA256:6nK7dejTA5vfF41NR7uiCDZde7dpqewqnPtfghwxYY0.\r\n' +
  'This host key is known by the following other names/addresses:\r\n' +
  '    ~/.ssh/known_hosts:3: old.example\r\n' +
  'Are you sure you want to continue connecting (yes/no/[fingerprint])? ';
const PASSPHRASE = "Enter passphrase for key '/home/me/.ssh/id_ed25519': ";

const asked = (text: string, marksServers = true) => {
  const reader = new PromptReader(marksServers);
  reader.read(`\r${text}`);
  return reader.asked();
};

describe('what ssh asks', () => {
  it.each([
    [
      HOST_KEY,
      'hostKey',
      false,
      {
        host: 'box.example',
        keyType: 'ED25519',
        fingerprint: 'SHA256:6nK7dejTA5vfF41NR7uiCDZde7dpqewqnPtfghwxYY0',
      },
    ],
    [
      HOST_KEY.replace('fingerprint is', 'fingerprint is:').replace('yes/no/[fingerprint]', 'yes/no'),
      'hostKey',
      false,
      {
        host: 'box.example',
        keyType: 'ED25519',
        fingerprint: 'SHA256:6nK7dejTA5vfF41NR7uiCDZde7dpqewqnPtfghwxYY0',
      },
    ],
    ["me@corp@box.example's password: ", 'password', true, { user: 'me@corp', host: 'box.example' }],
    [PASSPHRASE, 'passphrase', true, { key: '/home/me/.ssh/id_ed25519' }],
    ["Enter me@box's old password: ", 'newPassword', true, { user: 'me', host: 'box' }],
    ["Enter me@box's new password: ", 'newPassword', true, { user: 'me', host: 'box' }],
    ["Retype me@box's new password: ", 'newPassword', true, { user: 'me', host: 'box' }],
    [
      'Enter PIN for ED25519-SK key SHA256:abc: ',
      'pin',
      true,
      { keyType: 'ED25519-SK', fingerprint: 'SHA256:abc' },
    ],
    [
      'Enter PIN and confirm user presence for ECDSA-SK key SHA256:abc: ',
      'pin',
      true,
      { keyType: 'ECDSA-SK', fingerprint: 'SHA256:abc' },
    ],
    ["Enter PIN for 'My card': ", 'pin', true, { key: 'My card' }],
    ['Accept updated hostkeys? (yes/no): ', 'confirm', false, {}],
  ])('knows %j', (text, kind, secret, details) => {
    expect(asked(text)).toEqual({ kind, from: 'ssh', secret, details, text: expect.any(String) });
    // Byte by byte it is nothing known until it is whole.
    const reader = new PromptReader(true);
    for (const character of text.slice(0, -1)) {
      reader.read(character);
      expect(reader.asked()?.kind).toBe('terminal');
    }
    reader.read(text.slice(-1));
    expect(reader.asked()?.kind).toBe(kind);
  });

  it.each([
    ['(me@box) Verification code: ', 'oneTimeCode', 'Verification code:'],
    ['(me@box) Password: ', 'password', 'Password:'],
    [`(me@box) ${PASSPHRASE}`, 'oneTimeCode', PASSPHRASE.trim()],
    [`(me@box) \r\n${PASSPHRASE}`, 'oneTimeCode', PASSPHRASE.trim()],
    [`(me@box) \r${PASSPHRASE}`, 'oneTimeCode', PASSPHRASE.trim()],
    [`(me@box) ${HOST_KEY}`, 'oneTimeCode', HOST_KEY.replaceAll('\r', '').trim()],
    ["(me@box) you@bank's password: ", 'oneTimeCode', "you@bank's password:"],
    ['(me@box) \u001b[2J\u001b]0;x\u0007\u202eCode\u0000: ', 'oneTimeCode', 'Code:'],
  ])('takes %j for the words of the server', (text, kind, shown) => {
    expect(asked(text)).toEqual({
      kind,
      from: 'server',
      secret: true,
      text: shown,
      details: { user: 'me', host: 'box' },
    });
  });

  it.each([
    `Welcome\r\n${PASSPHRASE}`,
    `${PASSPHRASE}\r\n${PASSPHRASE}`,
    `x${PASSPHRASE}`,
    `${PASSPHRASE}x`,
    '(me@box)Password: ',
    '() Password: ',
    'Token of the company: ',
    `${HOST_KEY}(me@box) `,
    'x'.repeat(20_000),
    `${'x'.repeat(20_000)}\r\n${PASSPHRASE}`,
  ])('leaves %j to the terminal', (text) => {
    expect(asked(text)).toEqual({ kind: 'terminal', from: 'ssh', text: '', secret: false, details: {} });
  });

  it('leaves everything to the terminal where ssh does not mark what servers ask', () => {
    for (const text of [PASSPHRASE, HOST_KEY, '(me@box) Code: ', "me@box's password: "])
      expect(asked(text, false)?.kind).toBe('terminal');
  });

  it('reads on after an answer, and says when the same is asked again', () => {
    const reader = new PromptReader(true);
    reader.read(`\r${HOST_KEY}`);
    reader.typed('yes\r');
    expect(reader.asked()).toBeNull();
    reader.read('ye');
    reader.read('s\r');
    reader.read('\n');
    expect(reader.asked()).toBeNull();
    reader.read(`\r${PASSPHRASE}`);
    expect(reader.asked()?.details.again).toBeUndefined();
    reader.typed('wrong\r');
    reader.read(`\r\n\r${PASSPHRASE}`);
    expect(reader.asked()).toMatchObject({ kind: 'passphrase', details: { again: true } });
  });

  it('asks about the same host key until the answer is one', () => {
    const reader = new PromptReader(true);
    reader.read(`\r${HOST_KEY}`);
    const first = reader.asked();
    reader.typed('perhaps\r');
    reader.read("perhaps\r\n\rPlease type 'yes', 'no' or the fingerprint: ");
    expect(reader.asked()).toEqual(first);
    expect(asked("Please type 'yes', 'no' or the fingerprint: ")?.kind).toBe('terminal');
  });

  it('does not take the line break in a server’s question for the echo of a second Enter', () => {
    const reader = new PromptReader(true);
    reader.read('\r(me@box) Code: ');
    reader.typed('123456\r');
    reader.read('\r\n');
    reader.typed('\r');
    reader.read(`\r(me@box) \r\n${PASSPHRASE}`);
    expect(reader.asked()).toMatchObject({ kind: 'oneTimeCode', from: 'server' });
  });

  it('never takes anything that a server asks for a question of ssh', () => {
    const pieces = fc.oneof(
      fc.constantFrom('\r', '\n', '\r\n', PASSPHRASE, HOST_KEY, "me@box's password: ", '(a@b) ', ' '),
      fc.string(),
    );
    const answers = fc.constantFrom('', 'yes\r', '\r', '\r\r', 'x\n', 'x');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(pieces, { maxLength: 5 }), answers, fc.boolean()), { maxLength: 4 }),
        (rounds) => {
          const reader = new PromptReader(true);
          for (const [words, answer, isShown] of rounds) {
            reader.read(`\r(me@box) ${words.join('')}`);
            expect(reader.asked()?.kind === 'terminal' || reader.asked()?.from === 'server').toBe(true);
            reader.typed(answer);
            if (isShown) reader.read('\r\n');
          }
        },
      ),
    );
  });
});
