/** Programs that speak with other computers: what they bring, and what they send. */
import { addressOf, isLoopbackUrl } from '../addresses.ts';
import type { Program, Weighing } from '../call.ts';
import { deceives } from '../look-alikes.ts';
import { type Options, optionsOf } from '../options.ts';
import { type Argument, behind, literal } from '../shell/argument.ts';
import { each } from './verbs.ts';

const SENDS = 'It sends data to another computer.';
const SHOWS_ITSELF = 'It shows credentials to another computer.';
/** Of a header's name, in UTF-16 units. */
const MAX_NAME = 100;
const READS_HEADERS =
  /^(authorization|proxy-authorization|cookie|private-token|x-[a-z-]*(key|token|auth)[a-z-]*)\s*:/i;

/** What one request of the web does, however its program spells it. */
interface Request {
  readonly urls: readonly Argument[];
  /** Data, or another method than to read. */
  readonly sends: boolean;
  readonly credentials: boolean;
  /** Goes another way than its URL says, or has an option that nobody knows. */
  readonly detour: boolean;
}

function request({ urls, sends, credentials, detour }: Request, on: Weighing): void {
  let local = urls.length > 0 && !detour;
  for (const url of urls) if (!weighUrl(url, on)) local = false;
  if (credentials) on.found('commit', SHOWS_ITSELF);
  if (sends) on.found(local ? 'expand' : 'commit', local ? 'It sends data to a program here.' : SENDS);
  if (!local) on.found('expand', 'It reaches the network.');
}

/** @returns whether it surely stays on this computer. */
function weighUrl(url: Argument, on: Weighing): boolean {
  if (url.text === null) {
    on.network(null);
    on.found(
      'commit',
      `What it sends in its address is only decided while it runs: ${url.shown.slice(0, 80)}`,
    );
    return false;
  }
  const { host, scheme, hasPassword, metadata } = addressOf(url.text);
  if (scheme === 'file:') {
    on.read(behind(url, 'file://'.length));
    return true;
  }
  on.network(host ?? url.text);
  if (deceives(url.text)) on.found('commit', 'The address holds characters that look like others.');
  if (metadata) on.found('commit', 'It asks for the keys of this machine in its cloud.');
  // A name without a password (`localhost@example.com`) shows nothing, but leads elsewhere.
  if (hasPassword && /\/\/[^/@]*:[^/@]*@|^[^/@]*:[^/@]*@/.test(url.text)) on.found('commit', SHOWS_ITSELF);
  if (!/^(https?:|ftps?:|)$/.test(scheme))
    on.found('commit', `It speaks with another computer by ${scheme.slice(0, -1)}.`);
  return isLoopbackUrl(url.text);
}

/** A header: what is in it goes out. */
function isRevealing({ text, start }: Argument): boolean {
  return text === null || start.startsWith('@') || READS_HEADERS.test(start.slice(0, MAX_NAME));
}

const isReading = (method: Argument): boolean => method.text !== null && /^(GET|HEAD)$/i.test(method.text);

const CURL_DATA =
  '-d --data --data-ascii --data-binary --data-raw --data-urlencode --json -F --form --form-string -T --upload-file -Q --quote --url-query --mail-from --mail-rcpt'.split(
    ' ',
  );
const CURL_CREDENTIALS =
  '-u --user -U --proxy-user -b --cookie -E --cert --key --oauth2-bearer --aws-sigv4 --netrc-file --pass --proxy-key --proxy-cert --delegation --login-options'.split(
    ' ',
  );
const CURL_DETOURS =
  '-x --proxy --preproxy --socks4 --socks4a --socks5 --socks5-hostname --resolve --connect-to --unix-socket --abstract-unix-socket --interface --doh-url --dns-servers'.split(
    ' ',
  );
const CURL_WRITES =
  '-D --dump-header -c --cookie-jar --trace --trace-ascii --stderr --etag-save --hsts --alt-svc --libcurl'.split(
    ' ',
  );
const CURL_READS = ['--cacert', '--capath', '--crlfile', '--etag-compare'];
const CURL_HIDES = [
  '-K',
  '--config',
  '--variable',
  '--expand-url',
  '--expand-data',
  '--expand-header',
  '--engine',
];
const CURL_PLAIN_VALUES =
  '-A --user-agent -e --referer -m --max-time --connect-timeout --retry -w --retry-delay --retry-max-time -r --range -y --speed-time -Y --speed-limit --write-out --max-redirs --limit-rate -C --continue-at --max-filesize -z --time-cond --ciphers --tls-max --local-port --parallel-max --proto --proto-default -P -t --output-dir --keepalive-time --create-file-mode --request-target --proto-redir --rate'.split(
    ' ',
  );
const CURL_FLAGS = new Set(
  '-s --silent -S --show-error -f --fail --fail-with-body -L --location -v --verbose -i --include --show-headers -k --insecure -O --remote-name -J --remote-header-name -g --globoff -# --progress-bar --compressed -N --no-buffer -4 -6 --ipv4 --ipv6 --http1.1 --http2 --http1.0 --http3 --create-dirs -Z --parallel --retry-all-errors --retry-connrefused --path-as-is -q --disable --raw --tcp-nodelay --no-progress-meter --tlsv1.2 --tlsv1.3 -0 -a -j -R --remote-time -I --head -G --get --next -: --remote-name-all --http2-prior-knowledge --styled-output'.split(
    ' ',
  ),
);

const curl: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: [
      ...'-o --output -X --request -H --header --proxy-header --url'.split(' '),
      ...[...CURL_DATA, ...CURL_CREDENTIALS, ...CURL_DETOURS, ...CURL_WRITES, ...CURL_READS, ...CURL_HIDES],
      ...CURL_PLAIN_VALUES,
    ],
  });
  const urls = [...options.operands, ...options.all('--url')];
  if (options.has(...CURL_HIDES)) {
    on.hidden();
    on.found('commit', 'What it asks for stands in a file that is not shown.');
  }
  for (const path of options.all(...CURL_WRITES)) if (path.text !== '-') on.write(path);
  for (const path of options.all(...CURL_READS)) on.read(path);
  for (const data of options.all(...CURL_DATA)) sentFile(data, on);
  for (const path of options.all('-T', '--upload-file')) on.read(path);
  for (const text of options.all('-w', '--write-out').map(({ start }) => start)) {
    if (text.startsWith('@')) on.read(literal(text.slice(1)));
    if (text.includes('%output{')) on.found('commit', 'It writes files that its format names.');
  }
  const headers = options.all('-H', '--header', '--proxy-header');
  const words = options.all('-A', '--user-agent', '-e', '--referer');
  const sockets = options.all('--unix-socket');
  if (sockets.some(({ text }) => text === null || text.includes('docker')))
    on.found('commit', 'It commands the containers of this computer.');
  saves(options, urls, on);
  request(
    {
      urls,
      sends:
        options.has(...CURL_DATA) ||
        options.all('-X', '--request').some((method) => !isReading(method)) ||
        words.some(({ text }) => text === null),
      credentials:
        options.has('-n', '--netrc', '--netrc-optional', '--negotiate', '--ntlm', ...CURL_CREDENTIALS) ||
        headers.some(isRevealing),
      detour:
        options.has(...CURL_DETOURS) || [...options.names].some((name) => !isKnownOfCurl(name, options)),
    },
    on,
  );
};

/** `@file`, `name@file`, `name=@file` or `name=<file`, with `;type=` behind. */
function sentFile(data: Argument, on: Weighing): void {
  const name = /^(?:[^@=<]*[@]|[^=]*=[@<])/.exec(data.start)?.[0];
  if (name === undefined) return;
  const path = data.start.slice(name.length).split(';', 1)[0]!;
  if (path !== '-') on.read({ ...data, text: data.text === null ? null : path, start: path });
}

const isKnownOfCurl = (name: string, options: Options): boolean =>
  CURL_FLAGS.has(name) || options.all(name).length > 0;

function saves(options: Options, urls: readonly Argument[], on: Weighing): void {
  const [folder] = options.all('--output-dir');
  for (const path of options.all('-o', '--output')) if (path.text !== '-') put(path, folder, on);
  if (options.has('-J', '--remote-header-name'))
    on.found('expand', 'Another computer names the file that it writes.');
  if (options.has('-O', '--remote-name', '--remote-name-all'))
    for (const url of urls) put(lastPart(url), folder, on);
}

/** The file that a URL is saved as. */
function lastPart(url: Argument): Argument {
  const name = /\/\/[^/]+\/(?:[^?#]*\/)?([^/?#]*)/.exec(url.text ?? '')?.[1] ?? '';
  return name === '' ? literal('index.html') : literal(name);
}

function put(path: Argument, folder: Argument | undefined, on: Weighing): void {
  const put = (): void => {
    on.write(path);
    on.downloads(path);
  };
  if (folder === undefined) return put();
  on.write(folder);
  on.within(folder, put);
}

const wget: Program = ({ args }, on) => {
  const credentials =
    '--user --password --http-user --http-password --ftp-user --ftp-password --proxy-user --proxy-password --load-cookies --certificate --private-key'.split(
      ' ',
    );
  const data = ['--post-data', '--post-file', '--body-data', '--body-file'];
  const options = optionsOf(args, {
    values: [
      ...[...credentials, ...data, '-O', '--output-document', '-o', '--output-file', '-a', '--append-output'],
      ...'-P --directory-prefix -i --input-file -e --execute -U --user-agent --header'.split(' '),
      ...'--method --config -T --timeout -t --tries -w --wait -l --level -A -R'.split(' '),
      ...'--use-askpass --ca-certificate -Q -D -I -X -B --base --referer --limit-rate'.split(' '),
      ...[
        '--save-cookies',
        '--warc-file',
        '--bind-address',
        '--connect-timeout',
        '--read-timeout',
        '--cut-dirs',
      ],
    ],
  });
  for (const program of options.all('--use-askpass')) on.runFile(program, 'other');
  for (const path of options.all('-i', '--input-file')) on.read(path);
  if (options.has('--config') || options.all('-e', '--execute').some(({ text }) => text !== 'robots=off')) {
    on.hidden();
    on.found('commit', 'Its settings make another request of what is shown.');
  }
  for (const path of options.all(
    '-o',
    '--output-file',
    '-a',
    '--append-output',
    '--save-cookies',
    '--warc-file',
  ))
    if (path.text !== '-') on.write(path);
  const [folder] = options.all('-P', '--directory-prefix');
  const outputs = options.all('-O', '--output-document');
  for (const path of outputs) if (path.text !== '-') put(path, folder, on);
  if (outputs.length === 0 && !options.has('--spider'))
    for (const url of options.operands) put(lastPart(url), folder, on);
  if (folder !== undefined) on.write(folder);
  request(
    {
      urls: options.operands,
      sends: options.has(...data) || options.all('--method').some((method) => !isReading(method)),
      credentials: options.has(...credentials) || options.all('--header').some(isRevealing),
      detour: options.has('-r', '--recursive', '-m', '--mirror', '-p', '-i', '--input-file'),
    },
    on,
  );
};

/** HTTPie and what is spelled like it: `http POST host key=value @file Header:value`. */
const http: Program = ({ args, stdin }, on) => {
  const options = optionsOf(args, {
    values:
      '-a --auth -A --auth-type -o --output -p --print -s --style --session --session-read-only --cert --cert-key --proxy --timeout --verify --raw --pretty'.split(
        ' ',
      ),
  });
  const [first, ...others] = options.operands;
  if (first === undefined) return;
  const method = first.text !== null && /^[A-Za-z]+$/.test(first.text) && others.length > 0 ? first : null;
  const [url, ...items] = method === null ? options.operands : others;
  for (const path of options.all('-o', '--output')) put(path, undefined, on);
  if (options.has('-d', '--download') && !options.has('-o', '--output')) put(lastPart(url!), undefined, on);
  // `:3000/x` is of this computer.
  const target = url!.text?.startsWith(':')
    ? literal(`localhost${url!.text.replace(/^:(?=\/|$)/, '')}`)
    : url!;
  const headers = items.filter(({ start }) => /^[A-Za-z-]+:(?!=)/.test(start));
  const queries = items.filter(({ start }) => /^[^=:@]+==/.test(start));
  request(
    {
      urls: [target],
      sends:
        (method !== null && !isReading(method)) ||
        items.length > headers.length + queries.length ||
        queries.some(({ text }) => text === null) ||
        stdin.kind !== 'none' ||
        options.has('--raw'),
      credentials:
        options.has('-a', '--auth', '-A', '--session', '--session-read-only', '--cert', '--cert-key') ||
        headers.some(isRevealing),
      detour: options.has('--proxy'),
    },
    on,
  );
};

/** Names that others are asked about: what is put into them goes out. */
const looksUp: Program = ({ name, args }, on) => {
  on.network(null);
  on.found('expand', 'It reaches the network.');
  for (const argument of args) {
    if (argument.text === null)
      on.found('commit', 'What it sends in the name that it looks up is only decided while it runs.');
    else if (deceives(argument.text))
      on.found('commit', 'The name of a computer holds characters that look like others.');
    else if (!argument.start.startsWith('-') && /[.:]/.test(argument.text)) on.network(argument.text);
  }
  const sends = name.startsWith('ping') ? '-p' : '-f';
  if ((name.startsWith('ping') || name === 'dig') && args.some(({ start }) => start.startsWith(sends)))
    on.found('commit', SENDS);
};

const downloads: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: '-o --out -d --dir -O -x -s -n'.split(' ') });
  for (const path of options.all('-o', '--out', '-d', '--dir')) put(path, undefined, on);
  if ([...options.names].some((name) => name.startsWith('--on-') || name === '--exec'))
    on.found('commit', 'It runs a program when it has downloaded.');
  if (options.has('--header', '--http-user', '--http-passwd', '--load-cookies', '--cookies-from-browser'))
    on.found('commit', SHOWS_ITSELF);
  request({ urls: options.operands, sends: false, credentials: false, detour: false }, on);
};

/** Opens a way to another computer on which anything may go. */
const connects: Program = ({ name, args }, on) => {
  on.network(args.find(({ start }) => /^[a-z0-9.-]+\.[a-z0-9-]+(:\d+)?$/i.test(start))?.text ?? null);
  on.found('commit', `It opens a connection on which anything may go (${name}).`);
};

const opens: Program = ({ name }, on) => {
  on.network(null);
  on.found('commit', `It opens a way to this computer, or to another one (${name}).`);
};

const writesToPeople: Program = (_call, on) => {
  on.network(null);
  on.found('commit', 'It sends a message.');
};

const tailscale: Program = ({ args }, on) => {
  on.network(null);
  const verb = args.find(({ start }) => !start.startsWith('-'))?.text;
  if (verb === 'status' || verb === 'ip' || verb === 'netcheck' || verb === 'ping' || verb === 'whois')
    return on.found('expand', 'It reaches the network.');
  on.found('commit', 'It changes how other computers reach this one.');
};

export const NETWORK: readonly [string, Program][] = [
  ['curl', curl],
  ...each('wget wget2', wget),
  ...each('http https xh xhs', http),
  ...each('dig drill kdig host nslookup whois delv ssh-keyscan', looksUp),
  ...each('ping ping6 fping traceroute traceroute6 tracepath mtr', looksUp),
  ...each('fetch aria2c axel lynx w3m yt-dlp youtube-dl', downloads),
  ...each('nc ncat netcat nc.openbsd nc.traditional socat telnet rlogin rsh', connects),
  ...each('ftp lftp tftp ncftp ncftpput smbclient websocat wscat grpcurl', connects),
  ...each('ngrok cloudflared localtunnel frpc frps chisel zrok inlets', opens),
  ...each('openvpn wg wg-quick zerotier-cli tor proxychains proxychains4', opens),
  ...each('mail mailx Mail mutt neomutt sendmail msmtp swaks ssmtp ntfy', writesToPeople),
  ...each('wall slack slackcat telegram-send apprise imsg', writesToPeople),
  ['tailscale', tailscale],
];
