/** Each kind of key that ssh-keygen makes is known for what it is, from no more than how its file begins. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readKeyFile } from '../../../../../main/host/ssh/audit/key-file.ts';
import { readPublicKey, readPublicLine } from '../../../../../main/host/ssh/audit/public-key.ts';
import { base64Head, WireError } from '../../../../../main/host/ssh/audit/wire.ts';
import { type Scratch, scratch } from '../scratch.ts';

const run = promisify(execFile);
let home: Scratch;
beforeAll(async () => {
  home = await scratch();
});
afterAll(() => home.remove());

let made = 0;
async function keygen(...args: string[]): Promise<string> {
  const file = join(home.home, `key${made++}`);
  await run('ssh-keygen', ['-q', '-f', file, ...args]);
  return file;
}
/** `256 SHA256:… comment (ED25519)`, as ssh-keygen says it. */
async function said(file: string): Promise<{ bits: string; fingerprint: string; type: string }> {
  const { stdout } = await run('ssh-keygen', ['-l', '-f', file]);
  const [, bits = '', fingerprint = '', type = ''] = /^(\d+) (\S+) .*\((\S+)\)\n$/.exec(stdout) ?? [];
  return { bits, fingerprint, type };
}

const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['ED25519', ['-t', 'ed25519']],
  ['RSA', ['-t', 'rsa', '-b', '2048']],
  ['ECDSA', ['-t', 'ecdsa', '-b', '256']],
  ['ECDSA', ['-t', 'ecdsa', '-b', '521']],
];

describe('in OpenSSH’s own form', () => {
  test.each(
    KINDS.flatMap(([type, args]) => [[type, args, ''] as const, [type, args, 'correct horse'] as const]),
  )('%s %j with the passphrase %j', async (type, args, passphrase) => {
    const file = await keygen(...args, '-N', passphrase);
    const key = readKeyFile(await readFile(file));
    const says = await said(file);
    expect(key).toMatchObject({ kind: 'private', passphrase: passphrase !== '', type });
    expect(key.key).toMatchObject({ type: says.type, fingerprint: says.fingerprint, hardware: false });
    expect(String(key.key?.bits ?? says.bits)).toBe(says.bits);
    expect(readKeyFile(await readFile(`${file}.pub`))).toMatchObject({
      kind: 'public',
      passphrase: null,
      key: key.key,
    });
  });

  test('no further is read than the public part: what follows may be anything', async () => {
    const file = await keygen('-t', 'ed25519', '-N', '');
    const text = (await readFile(file, 'utf8')).split('\n');
    // The public key ends within the second line.
    const cut = [...text.slice(0, 3), '!'.repeat(70), '-----END OPENSSH PRIVATE KEY-----'].join('\n');
    expect(readKeyFile(Buffer.from(cut))).toMatchObject({
      kind: 'private',
      passphrase: false,
      type: 'ED25519',
    });
  });
});

describe('in older forms', () => {
  test.each([
    ['RSA', 'PEM', ['-t', 'rsa', '-b', '2048']],
    ['ECDSA', 'PEM', ['-t', 'ecdsa']],
    ['RSA', 'PKCS8', ['-t', 'rsa', '-b', '2048']],
    ['ECDSA', 'PKCS8', ['-t', 'ecdsa']],
  ] as const)('%s as %s', async (type, form, args) => {
    const open = await keygen(...args, '-m', form, '-N', '');
    expect(readKeyFile(await readFile(open))).toEqual({
      kind: 'private',
      passphrase: false,
      key: null,
      type,
    });
    const kept = await keygen(...args, '-m', form, '-N', 'correct horse');
    const known = form === 'PEM' ? type : null;
    expect(readKeyFile(await readFile(kept))).toEqual({
      kind: 'private',
      passphrase: true,
      key: null,
      type: known,
    });
  });
});

const field = (bytes: Buffer | string): Buffer => {
  const content = Buffer.from(bytes as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
};

test('a key on a security key, as ssh-keygen reads it too', async () => {
  const blob = Buffer.concat(['sk-ssh-ed25519@openssh.com', Buffer.alloc(32, 7), 'ssh:'].map(field));
  const file = await home.write('sk.pub', `sk-ssh-ed25519@openssh.com ${blob.toString('base64')} token\n`);
  const says = await said(file);
  expect(readPublicKey(blob)).toEqual({
    type: says.type,
    bits: null,
    hardware: true,
    fingerprint: says.fingerprint,
    certificate: null,
  });
  const header = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    Buffer.from([0, 0, 0, 1]),
    field(blob),
  ]);
  const pem = `-----BEGIN OPENSSH PRIVATE KEY-----\n${header.toString('base64')}\n`;
  expect(readKeyFile(Buffer.from(pem))).toMatchObject({
    kind: 'private',
    passphrase: false,
    type: 'ED25519-SK',
  });
});

test('DSA, which newer programs no longer make, with its size', () => {
  const number = (bytes: number) => field(Buffer.concat([Buffer.from([0]), Buffer.alloc(bytes, 0x81)]));
  const blob = Buffer.concat([field('ssh-dss'), number(128), number(20), number(128), number(128)]);
  expect(readPublicKey(blob)).toMatchObject({ type: 'DSA', bits: 1024, hardware: false });
  expect(readPublicKey(blob.subarray(0, -1))).toBeNull();
});

describe('a certificate', () => {
  test.each(KINDS)('for %s %j: whose, until when, and which key', async (_, args) => {
    const authority = await keygen('-t', 'ed25519', '-N', '');
    const file = await keygen(...args, '-N', '');
    await run('ssh-keygen', [
      '-q',
      '-s',
      authority,
      '-I',
      'ada’s',
      '-n',
      'ada,root',
      '-V',
      '20200101000000Z:20300102030405Z',
      `${file}.pub`,
    ]);
    const read = readKeyFile(await readFile(`${file}-cert.pub`));
    expect(read.key).toMatchObject({
      fingerprint: (await said(file)).fingerprint,
      certificate: {
        keyId: 'ada’s',
        principals: ['ada', 'root'],
        validUntil: Date.UTC(2030, 0, 2, 3, 4, 5),
      },
    });
  });

  test('for ever, and for anybody', async () => {
    const authority = await keygen('-t', 'ed25519', '-N', '');
    const file = await keygen('-t', 'ed25519', '-N', '');
    await run('ssh-keygen', ['-q', '-s', authority, '-I', 'x', `${file}.pub`]);
    expect(readKeyFile(await readFile(`${file}-cert.pub`)).key?.certificate).toEqual({
      keyId: 'x',
      principals: [],
      validUntil: null,
    });
  });
});

describe('what is no key for ssh', () => {
  test('a key of PuTTY', () => {
    const head = (encryption: string) =>
      Buffer.from(`PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: ${encryption}\r\nComment: x\r\n`);
    expect(readKeyFile(head('none'))).toEqual({
      kind: 'foreign',
      passphrase: false,
      key: null,
      type: 'ssh-ed25519',
    });
    expect(readKeyFile(head('aes256-cbc'))).toMatchObject({ kind: 'foreign', passphrase: true });
  });

  test.each([
    '',
    'hello',
    '-----BEGIN OPENSSH PRIVATE KEY-----\n',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n',
    '-----BEGIN CERTIFICATE-----\nMIIB\n',
    'ssh-ed25519 AAAA\n',
    `ssh-ed25519 ${Buffer.from('\0\0\0\x0bssh-ed25519\xff\xff\xff\xff', 'latin1').toString('base64')}\n`,
    '\0'.repeat(5000),
  ])('%j', (text) => {
    expect(readKeyFile(Buffer.from(text))).toMatchObject({ kind: 'unknown', key: null });
  });

  test('a certificate that ends early', () => {
    expect(
      readPublicLine(
        `ssh-ed25519-cert-v01@openssh.com ${field('ssh-ed25519-cert-v01@openssh.com').toString('base64')}`,
      ),
    ).toBeNull();
  });

  test('base64 that asks for more than there is, or than any key has', () => {
    expect(() => base64Head(Buffer.from('AAAA'), 0)(4)).toThrow(WireError);
    expect(() => base64Head(Buffer.from('AAAA'), 0)(2 ** 31)).toThrow(WireError);
    expect(base64Head(Buffer.from('AQI\nD\r\nBA=='), 0)(4)).toEqual(Buffer.from([1, 2, 3, 4]));
  });
});
