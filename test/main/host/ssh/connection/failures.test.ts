import { describe, expect, it } from 'vitest';
import { failureOf, passes } from '../../../../../main/host/ssh/connection/failures.ts';

const CHANGED = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@\r
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!\r
Someone could be eavesdropping on you right now (man-in-the-middle attack)!\r
It is also possible that a host key has just been changed.\r
The fingerprint for the ED25519 key sent by the remote host is\r
SHA256:6nK7dejTA5vfF41NR7uiCDZde7dpqewqnPtfghwxYY0.\r
Please contact your system administrator.\r
Add correct host key in /home/me/.ssh/known_hosts to get rid of this message.\r
Offending ED25519 key in /home/me/.ssh/known_hosts:7\r
  remove with:\r
  ssh-keygen -f "/home/me/.ssh/known_hosts" -R "box"\r
Host key for box has changed and you have requested strict checking.\r
Host key verification failed.\r
`;

const said = (messages: string, silent = false) => failureOf({ alias: 'box', messages, code: 255, silent });

describe('why ssh gave up', () => {
  it.each([
    [
      'ssh: Could not resolve hostname box.example: Name or service not known\r\n',
      'unknownHost',
      true,
      /no address for box\.example/,
    ],
    [
      'ssh: connect to host 192.0.2.7 port 22: Connection refused\r\n',
      'refused',
      true,
      /box \(192\.0\.2\.7\) is there/,
    ],
    ['ssh: connect to host 192.0.2.7 port 22: Connection timed out\r\n', 'timeout', true, /did not answer/],
    ['ssh: connect to host 192.0.2.7 port 22: Operation timed out\r\n', 'timeout', true, /did not answer/],
    [
      'ssh: connect to host 192.0.2.7 port 22: No route to host\r\n',
      'unreachable',
      true,
      /cannot be reached/,
    ],
    ['ssh: connect to host 192.0.2.7 port 22: Network is unreachable\r\n', 'unreachable', true, /VPN/],
    [
      'Connection timed out during banner exchange\r\nConnection to 192.0.2.7 port 22 timed out\r\n',
      'timeout',
      true,
      /did not answer/,
    ],
    [
      'kex_exchange_identification: Connection closed by remote host\r\nConnection closed by 192.0.2.7 port 22\r\n',
      'cut',
      true,
      /was closed/,
    ],
    ['Timeout, server 192.0.2.7 not responding.\r\n', 'cut', true, /was closed/],
    ['client_loop: send disconnect: Broken pipe\r\n', 'cut', true, /was closed/],
    [CHANGED, 'hostKeyChanged', false, /known_hosts, line 7/],
    [
      'No ED25519 host key is known for box and you have requested strict checking.\r\nHost key verification failed.\r\n',
      'hostKeyUnknown',
      false,
      /fingerprint/,
    ],
    ['me@box: Permission denied (publickey,password).\r\n', 'denied', false, /it takes: publickey, password/],
    [
      'Received disconnect from 192.0.2.7 port 22:2: Too many authentication failures\r\nDisconnected from 192.0.2.7 port 22\r\n',
      'denied',
      false,
      /refused the sign-in/,
    ],
    [
      'Unable to negotiate with 192.0.2.7 port 22: no matching host key type found. Their offer: ssh-rsa\r\n',
      'noCommon',
      false,
      /no matching host key type/,
    ],
    [
      '/home/me/.ssh/config: line 3: Bad configuration option: foo\r\n/home/me/.ssh/config: terminating, 1 bad configuration options\r\n',
      'config',
      false,
      /line 3: Bad configuration option: foo/,
    ],
    ['Bad owner or permissions on /home/me/.ssh/config\r\n', 'config', false, /Bad owner/],
    [
      'ssh: connect to host jump port 22: Connection refused\r\nConnection closed by UNKNOWN port 65535\r\n',
      'jump',
      true,
      /host on the way to box/,
    ],
    [
      'channel 0: open failed: connect failed: No route to host\r\nstdio forwarding failed\r\nConnection closed by UNKNOWN port 65535\r\n',
      'jump',
      true,
      /cannot be reached/,
    ],
    [
      'me@jump: Permission denied (publickey).\r\nConnection closed by UNKNOWN port 65535\r\n',
      'jump',
      false,
      /on the way/,
    ],
    ['', 'other', true, /ended without a word/],
    ['something new\r\n', 'other', true, /: something new$/],
  ] as const)('knows %j', (messages, code, isPassing, sentence) => {
    const error = said(messages);
    expect([error.code, passes(error)]).toEqual([code, isPassing]);
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toMatch(/[\r\n]/);
  });

  it('names the host on the way, as far as ssh does', () => {
    const jumped = (first: string) => said(`${first}\r\nConnection closed by UNKNOWN port 65535\r\n`).message;
    expect(jumped('ssh: connect to host jump port 22: Connection refused')).toBe(
      'A host on the way to box could not be passed. jump is there and takes no SSH connections on that port. Check the port in your SSH configuration, and whether its SSH server runs.',
    );
    expect(jumped('me@jump: Permission denied (publickey).')).toBe(
      'A host on the way to box could not be passed. That host refused the sign-in (it takes: publickey). Check user, key and password, then connect again.',
    );
  });

  it('asks for somebody where nobody could be asked', () => {
    expect(said('me@box: Permission denied (publickey,password).\r\n', true).message).toBe(
      'box let nobody in without a question. Connect, and answer what it asks; or add a key to the SSH agent.',
    );
  });

  it('is decided by the end, where ssh speaks, and not by a banner before it', () => {
    expect(said(`${CHANGED}Connection closed by 192.0.2.7 port 22\r\n`).code).toBe('cut');
    expect(said(`${'x\r\n'.repeat(5_000)}me@box: Permission denied (publickey).\r\n`).code).toBe('denied');
  });

  it('shows no control characters, and not more than a line', () => {
    const error = said('\u001b]0;title\u0007\u001b[31mred\u202e\u0000\r\n');
    expect(error.said).toBe('red');
    expect(said(`${'x'.repeat(10_000)}\r\n`).message.length).toBeLessThan(300);
  });
});
