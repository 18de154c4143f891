/** SSH configurations and key files of whatever form: read to the end, in time, and nothing odd is handed to ssh. */

import { readKeyFile } from '../../../main/host/ssh/audit/key-file.ts';
import { refusalOfAlias } from '../../../main/host/ssh/config/alias.ts';
import { readConfigText } from '../../../main/host/ssh/config/config-text.ts';
import { readEffective } from '../../../main/host/ssh/config/effective.ts';
import { hostsOf } from '../../../main/host/ssh/config/hosts.ts';
import { namePattern } from '../../../main/host/ssh/config/name-pattern.ts';
import { hostPatterns } from '../../../main/host/ssh/config/patterns.ts';
import { resolveHost } from '../../../main/host/ssh/config/resolve.ts';
import type { ConfigFile, SshConfig } from '../../../main/host/ssh/config/ssh-config.ts';
import { concat, utf8 } from '../../../protocol/bytes.ts';
import { must, type Probe, type Target } from '../fuzzer.ts';
import { mutateBytes } from '../mutate.ts';

type Bytes = Uint8Array;

const CONFIGURATIONS = [
  'Include ~/x/*.conf "other file"\nHost a b !c *.d ?e\n  HostName %h.corp\n  User "ada b"\n  Port 2222\n  IdentityFile ~/.ssh/id\n',
  'Match originalhost a,b,!c user root exec "test -f /x"\n ProxyJump u@j:22,k\nMatch final all\n IdentityFile /a\n',
  "\ufeffHOST=a\r\n# Host no\r\n\tforwardagent = yes # why\r\nhost 'a b' c\\ d \"e\r\n",
  'Host *\n LocalForward 8080 localhost:80\n ProxyCommand sh -c "x %h" # y\nHost -oProxyCommand=x a;b %h\n',
].map(utf8);
const KEYS = [
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUxOQAAACCFuEbBrvGuibHyoSqa3nuBLP1W9c1uYkqOXwz8lzMLjAAAAJA=\n-----END OPENSSH PRIVATE KEY-----\n',
  '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,EA0C\n\nMIIEowIBAAKCAQEA\n',
  '-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQ==\n',
  'PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIW4RsGu8a6JsfKhKpree4Es/Vb1zW5iSo5fDPyXMwuM me@here\n',
  'ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29tAAAAIAAAAAAAAAAA me\n',
].map(utf8);
const ANSWERS = [
  'host a\nuser ada\nhostname a.corp\nport 22\nidentityfile ~/.ssh/id\n',
  'user x\nport 0\n',
].map(utf8);

/** First byte: what it is. The rest: what is in it. */
export const sshConfig: Target = {
  name: 'ssh-config',
  weight: 4,
  every: 5000,
  make(random) {
    const what = random.below(8);
    const good = what === 6 ? KEYS : what === 7 ? ANSWERS : CONFIGURATIONS;
    return concat(Uint8Array.of(what), mutateBytes(random, good));
  },
  open: () => new SshConfigProbe(),
};

class SshConfigProbe implements Probe {
  take(input: Bytes): void {
    const [what = 0] = input;
    const content = Buffer.from(input.subarray(1));
    if (what % 8 === 6) return this.#key(content);
    if (what % 8 === 7) return this.#answer(content.toString('utf8'));
    this.#config(content.toString('utf8'));
  }

  #config(text: string): void {
    const { directives, faults } = readConfigText(text, '/c', 'linux');
    const lines = text.split('\n').length;
    must(
      faults.every(({ line }) => line !== null && line >= 1 && line <= lines),
      'a fault has its line',
    );
    must(
      faults.every(({ text: said }) => /[.]$/.test(said) && !/\p{Cc}/u.test(said)),
      'and is a sentence',
    );
    const file: ConfigFile = {
      path: '/c',
      source: 'user',
      bytes: Buffer.from(text),
      directives: directives.map((directive, at) => ({
        ...directive,
        included: [],
        named: [],
        next: at + 1,
        means: directive.keyword === 'host' ? hostPatterns(directive.words) : () => false,
      })),
    };
    const config: SshConfig = { files: [file, file], faults, looked: [] };
    const { hosts } = hostsOf(config);
    must(new Set(hosts.map(({ alias }) => alias)).size === hosts.length, 'a host is listed once');
    for (const { alias, line, unusable, port } of hosts.slice(0, 50)) {
      must(line >= 1 && line <= lines, 'a host has its line');
      must((unusable === null) === (refusalOfAlias(alias) === null), 'and is usable when its name is');
      must(unusable !== null || /^[^-\s"'`%\\@/$;&<>|()]/u.test(alias), 'no odd name is handed to ssh');
      must(port === null || (port > 0 && port < 65536), 'a port is one');
      const resolved = resolveHost(config, alias, { user: 'me' });
      must(resolved.alias === alias && resolved.user !== undefined, 'it can be worked out');
    }
    for (const { keyword, words } of directives)
      if (keyword === 'include') for (const word of words) namePattern(word, 'linux').matches('a.conf');
  }

  #key(content: Buffer): void {
    const { kind, key, passphrase } = readKeyFile(content);
    must(
      kind === 'private' || kind === 'foreign' || passphrase === null,
      'only a private key has a passphrase',
    );
    must(key === null || /^SHA256:[A-Za-z0-9+/]{43}$/.test(key.fingerprint), 'a key has a fingerprint');
  }

  #answer(text: string): void {
    try {
      const { port, hostName } = readEffective('a', text);
      must(port > 0 && port < 65536 && hostName !== '', 'an answer is whole');
    } catch (error) {
      must((error as Error).name === 'EffectiveError', 'or it is refused');
    }
  }
}
