/** Keys, passwords, certificates, the clipboard and the screen. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { is } from '../shell/argument.ts';
import { each } from './verbs.ts';

const uses =
  (text: string): Program =>
  (_call, on) =>
    on.found('commit', text);

const KEYS = uses('It makes, reads or uses keys.');
const PASSWORDS = uses('It reads or changes stored passwords and secrets.');
const CERTIFICATES = uses('It makes or changes certificates, which others trust.');
const CLIPBOARD = uses('It reads the clipboard, which may hold a password.');
const SCREEN = uses('It takes a picture of what is on the screen.');

const gpg: Program = (call, on) => {
  const options = optionsOf(call.args, {
    values: ['--keyring', '--homedir', '--status-fd', '--logger-fd', '-o', '--output'],
  });
  const plain = [...options.names].every(
    (name) =>
      /^--(verify|keyring|no-default-keyring|status-fd|batch|quiet|no-tty)$/.test(name) || name === '-q',
  );
  if (!(call.name === 'gpgv' || options.names.has('--verify')) || !plain) return KEYS(call, on);
  for (const path of [...options.operands, ...options.all('--keyring')]) on.read(path);
  on.found('expand', 'It checks a signature with the keys of your account.');
};

/** Commands that only work out or show; all others make keys, use them, or speak with others. */
const OPENSSL_READS = new Set(
  'dgst sha1 sha256 sha384 sha512 md5 x509 verify asn1parse crl rand prime errstr'.split(' '),
);
const OPENSSL_FACTS = new Set(['version', 'help', 'list', 'ciphers']);

const openssl: Program = (call, on) => {
  const [command, ...rest] = call.args;
  const name = command?.text ?? '';
  if (OPENSSL_FACTS.has(name)) return;
  if (name === 's_client' || name === 's_server' || name === 's_time' || name === 'ocsp' || name === 'ts') {
    on.network(null);
    return on.found('commit', 'It opens a connection on which anything may go (openssl).');
  }
  if (!OPENSSL_READS.has(name)) return KEYS(call, on);
  const options = optionsOf(rest, {
    values: '-in -out -CAfile -CApath -untrusted -signature -macopt -hmac'.split(' '),
    single: true,
  });
  if (options.has('-sign', '-hmac', '-signkey', '-CAkey', '-key', '-engine', '-provider', '-passin'))
    return KEYS(call, on);
  for (const path of [...options.all('-in', '-CAfile', '-CApath', '-untrusted', '-signature')]) on.read(path);
  for (const path of options.all('-out')) on.write(path);
  if (name !== 'rand' && name !== 'prime') for (const path of options.operands) on.read(path);
  on.found('expand', 'It works out checksums, random text or what a certificate says.');
};

/** Programs that put into the clipboard, and read it with an option. */
const xclip: Program = (call, on) => {
  if (
    optionsOf(call.args, {
      values: '-sel -selection -d -display -t -target -l -loops'.split(' '),
      single: true,
    }).has('-o', '-out')
  )
    return CLIPBOARD(call, on);
  for (const each of call.args) if (!each.start.startsWith('-') && /[./]/.test(each.start)) on.read(each);
  on.found('expand', 'It puts something into the clipboard.');
};

const xsel: Program = (call, on) => {
  const { names } = optionsOf(call.args);
  if (call.stdin.kind === 'none' || names.has('-o') || names.has('--output')) return CLIPBOARD(call, on);
  on.found('expand', 'It puts something into the clipboard.');
};

const copies: Program = (_call, on) => on.found('expand', 'It puts something into the clipboard.');

const keytool: Program = (call, on) => {
  if (!is(call.args[0], '-list') && !is(call.args[0], '-printcert')) return KEYS(call, on);
  on.found('expand', 'It looks into a store of keys.');
  for (const path of optionsOf(call.args, { values: ['-keystore', '-file'], single: true }).all(
    '-keystore',
    '-file',
  ))
    on.read(path);
};

export const SECRETS: readonly [string, Program][] = [
  ...each('ssh-keygen ssh-add ssh-agent age age-keygen minisign signify cosign kinit ssh-askpass', KEYS),
  ...each('gpg gpg2 gpgv gpgsm gpg-agent gpgconf gpg-connect-agent', gpg),
  ['openssl', openssl],
  ['keytool', keytool],
  ...each('security secret-tool pass gopass op bw rbw vault bao lpass keyring kwallet-query', PASSWORDS),
  ...each(
    'sops chamber doppler infisical aws-vault teller keepassxc-cli htpasswd dotenv-vault envkey',
    PASSWORDS,
  ),
  ...each(
    'certbot mkcert acme.sh lego step certutil update-ca-certificates trust easyrsa cfssl',
    CERTIFICATES,
  ),
  ...each('pbpaste wl-paste xcb termux-clipboard-get', CLIPBOARD),
  ...each('pbcopy wl-copy clip clip.exe', copies),
  ['xclip', xclip],
  ['xsel', xsel],
  ...each(
    'screencapture scrot maim grim gnome-screenshot spectacle flameshot import xwd wf-recorder',
    SCREEN,
  ),
];
