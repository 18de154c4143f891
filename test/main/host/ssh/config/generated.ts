/** Makes configurations as people write them and worse: sections, patterns, quoting, nested includes. No `Match exec`. */
import type { Random } from '../../../../fuzz/random.ts';

export const ALIASES = ['web', 'db', 'a.corp', 'b.corp', 'web-1', 'WEB', 'x', 'münchen'] as const;
const PATTERNS = [
  ...ALIASES,
  '*',
  '*.corp',
  'web*',
  '?b',
  'w?b',
  '*-1',
  'm?nchen',
  'm??nchen',
  '!web',
  '!*.corp',
  '!w*',
  '!x',
];
const LISTS = [
  'web',
  'web,db',
  '*',
  '*.corp',
  '!web,*',
  'WEB',
  'host-?.corp',
  '10.0.0.1',
  'ada',
  'root',
  'nobody,ada',
];
const HOST_NAMES = ['10.0.0.1', '%h.corp', 'Host-1.Corp', '%%h', 'host-2.corp', '%h'];

export interface Generated {
  /** By name, relative to the folder; `config` is the first. */
  readonly files: ReadonlyMap<string, string>;
}

/** @param folder where the files will be: includes are absolute, since others begin at the account's own `~/.ssh`. */
export function generate(random: Random, folder: string): Generated {
  const files = new Map<string, string>();
  const write = (name: string, depth: number): void => {
    files.set(name, '');
    const lines: string[] = [];
    for (let left = random.below(14); left >= 0; left--) {
      if (depth < 3 && files.size < 8 && random.once(7)) {
        const names = Array.from(
          { length: 1 + random.below(2) },
          () => `inc-${files.size}-${random.below(1e6)}`,
        );
        for (const each of names) write(each, depth + 1);
        const paths = names.map((each) => (random.once(3) ? `"${folder}/${each}"` : `${folder}/${each}`));
        lines.push(
          dressed(
            random,
            'Include',
            random.once(5) ? [`${folder}/inc-[0-4]-*`.replace('[0-4]', '9')] : paths,
          ),
        );
      } else lines.push(random.once(3) ? section(random) : option(random));
    }
    files.set(name, lines.join(random.once(6) ? '\r\n' : '\n') + (random.once(2) ? '\n' : ''));
  };
  write('config', 0);
  return { files };
}

function section(random: Random): string {
  if (random.once(3)) return match(random);
  const words = Array.from({ length: 1 + random.below(4) }, () => random.pick(PATTERNS));
  return dressed(
    random,
    'Host',
    words.map((word) => (random.once(5) ? `"${word}"` : word)),
  );
}

function match(random: Random): string {
  if (random.once(6))
    return dressed(random, 'Match', [random.pick(['all', '!all', 'final all', 'canonical all'])]);
  const criteria = Array.from({ length: 1 + random.below(3) }, () => {
    const not = random.once(4) ? '!' : '';
    if (random.once(6)) return `${not}${random.pick(['final', 'canonical'])}`;
    const name = random.pick(['host', 'originalhost', 'user', 'localuser', 'Host', 'OriginalHost']);
    return `${not}${name} ${random.once(4) ? `"${random.pick(LISTS)}"` : random.pick(LISTS)}`;
  });
  return dressed(random, 'Match', criteria);
}

function option(random: Random): string {
  const [keyword, values] = random.pick(OPTIONS);
  return dressed(random, keyword, [random.pick(values)]);
}

const OPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['HostName', HOST_NAMES],
  ['HostName', HOST_NAMES],
  ['User', ['ada', 'root', '"ada"', "'bob b'", 'nobody', 'b\\ b', 'c#d']],
  ['Port', ['22', '2222', '"2200"']],
  ['IdentityFile', ['~/.ssh/a', '"~/.ssh/b c"', '/k/%h', '~/.ssh/a # mine', 'none']],
  ['CertificateFile', ['~/.ssh/a-cert.pub', '/c/%r']],
  ['ProxyJump', ['jump', 'ada@jump:2222', 'none', 'j1,ada@j2']],
  ['ProxyCommand', ['nc %h %p', 'none', '"/usr/bin/nc" %h %p # all of it']],
  ['ForwardAgent', ['yes', 'no', 'YES', 'false', 'true']],
  ['ForwardX11', ['yes', 'no']],
  ['IdentitiesOnly', ['yes', 'no', 'True']],
  ['StrictHostKeyChecking', ['yes', 'no', 'off', 'ask', 'accept-new']],
  ['LocalForward', ['8080 localhost:80', '9090 db:5432', '127.0.0.1:8081 web:80']],
  ['RemoteForward', ['8080 localhost:80', '9090 db:5432']],
  ['DynamicForward', ['1080', '127.0.0.1:1081']],
  ['HostKeyAlias', ['alias', '"other"']],
  ['RemoteCommand', ['tmux attach', 'sh -c "a b"']],
];

/** The same line as one of the many ways to write it. */
function dressed(random: Random, keyword: string, words: readonly string[]): string {
  const before = random.pick(['', '', '  ', '\t', ' \t ']);
  const between = random.pick([' ', ' ', '\t', '  ', '=', ' = ']);
  const written = random.pick([
    keyword,
    keyword,
    keyword.toLowerCase(),
    keyword.toUpperCase(),
    `"${keyword}"`,
  ]);
  const whole = /^(Proxy|Remote)Command|ProxyJump/.test(keyword);
  const after = whole ? '' : random.pick(['', '', '', '  ', ' # why', '\f']);
  const comment = random.once(12) ? '# Host nothing\n' : '';
  // Behind a keyword in quotes no `=` is taken for one.
  const link = written.startsWith('"') ? ' ' : between;
  return `${comment}${before}${written}${link}${words.join(' ')}${after}`;
}
