/** What is worth saying of a host, the worst first. Pure. The texts do not name the host, so that many can share one. */
import type { Forward, HostAudit, OfferedKey, Warning, WarningLevel } from './host-audit.ts';

export type Audited = Omit<HostAudit, 'warnings'>;

/** Servers end after six tries (MaxAuthTries), before a password may be typed. */
const MOST_TRIES = 6;
const RANK = { high: 0, medium: 1, low: 2 } as const satisfies Record<WarningLevel, number>;

export function warningsOf(host: Audited, now: number): Warning[] {
  if (host.unusable !== null) return [];
  const warnings = [
    ...hostKeyWarnings(host),
    ...agentWarnings(host),
    ...host.keys.flatMap((key) => keyWarnings(key)),
    ...certificateWarnings(host, now),
    ...forwardWarnings(host),
    ...commandWarnings(host),
  ];
  const seen = new Set<string>();
  return warnings
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .toSorted((a, b) => RANK[a.level] - RANK[b.level]);
}

const high = (code: string, text: string, remedy: string | null): Warning => ({
  code,
  level: 'high',
  text,
  remedy,
});
const medium = (code: string, text: string, remedy: string | null): Warning => ({
  ...high(code, text, remedy),
  level: 'medium',
});
const low = (code: string, text: string, remedy: string | null): Warning => ({
  ...high(code, text, remedy),
  level: 'low',
});

/** Whoever has the file has the key. */
const isOpen = ({ state, passphrase, hardware }: OfferedKey): boolean =>
  (state === 'usable' || state === 'exposed') && passphrase === false && !hardware;

function hostKeyWarnings({ hostKeys, remembersHostKeys }: Audited): Warning[] {
  if (hostKeys === 'no')
    return [
      high(
        'hostKeyUnchecked',
        'The host’s key is not checked (StrictHostKeyChecking no), so nobody notices whoever stands in between.',
        'Take StrictHostKeyChecking out, and compare the key once when ssh asks.',
      ),
    ];
  if (!remembersHostKeys)
    return [
      high(
        'hostKeyForgotten',
        'The host’s key is not remembered (UserKnownHostsFile /dev/null), so nobody notices when it is another.',
        'Take UserKnownHostsFile out.',
      ),
    ];
  if (hostKeys === 'accept-new')
    return [
      medium(
        'hostKeyAcceptedUnseen',
        'The host’s key is accepted unseen the first time (StrictHostKeyChecking accept-new), whoever answers then.',
        'Take StrictHostKeyChecking out, and compare the key once when ssh asks.',
      ),
    ];
  return [];
}

function agentWarnings({ forwardAgent, keys, agent, hostKeys }: Audited): Warning[] {
  const tries =
    keys.filter(({ state, inAgent }) => state === 'usable' && inAgent !== true).length + agent.keys.length;
  const many =
    agent.offered === 'all' && tries > MOST_TRIES
      ? [
          low(
            'manyKeys',
            `${tries} keys are tried one after the other; most servers end after ${MOST_TRIES}, and each learns all of them.`,
            'Name the right one with IdentityFile, and add IdentitiesOnly yes.',
          ),
        ]
      : [];
  if (forwardAgent === false) return many;
  const remedy = 'Take ForwardAgent out; to go further from there, ProxyJump needs no agent over there.';
  const open = keys.find(isOpen);
  if (hostKeys === 'no')
    return [
      high(
        'agentForwardedUnchecked',
        'The agent is forwarded to a host whose key is not checked: whoever answers can log in with your keys elsewhere.',
        remedy,
      ),
      ...many,
    ];
  if (open !== undefined)
    return [
      high(
        'agentForwardedOpenKey',
        `The agent is forwarded, and ${open.path} has no passphrase: whoever is root over there can log in with the keys in the agent while you are connected, and whoever gets the file at any time.`,
        `${remedy} Or set a passphrase: ssh-keygen -p -f ${open.path}`,
      ),
      ...many,
    ];
  return [
    medium(
      'agentForwarded',
      'The agent is forwarded: whoever is root over there can log in with the keys in it while you are connected.',
      remedy,
    ),
    ...many,
  ];
}

function keyWarnings(key: OfferedKey): Warning[] {
  const { path, state, type, bits, mode, byDefault } = key;
  const warnings: Warning[] = [];
  if (state === 'exposed')
    warnings.push(
      high(
        'keyExposed',
        `Others on this computer can read ${path} (its mode is ${mode}), so ssh does not use it.`,
        `chmod 600 ${path}; if somebody may have read it, make a new one.`,
      ),
    );
  if (isOpen(key))
    warnings.push(
      medium(
        'keyOpen',
        `${path} has no passphrase: whoever gets the file can log in with it.`,
        `ssh-keygen -p -f ${path}`,
      ),
    );
  if (type === 'DSA' || (type === 'RSA' && bits !== null && bits < 2048))
    warnings.push(
      medium(
        'keyWeak',
        `${path} is a weak key (${type}${bits === null ? '' : ` with ${bits} bits`}), which newer servers refuse.`,
        'Make a new one: ssh-keygen -t ed25519',
      ),
    );
  if (state === 'foreign')
    warnings.push(
      low(
        'keyForeign',
        `${path} is a key of PuTTY, which ssh cannot read.`,
        'Export it with PuTTYgen as an OpenSSH key.',
      ),
    );
  if (state === 'unknown') warnings.push(low('keyUnknown', `${path} is no key that is known here.`, null));
  if (state === 'unreadable')
    warnings.push(low('keyUnreadable', `${path} cannot be read.`, 'Look at its permissions.'));
  if (state === 'missing' && !byDefault)
    warnings.push(
      key.file === null
        ? low('keyUnnamed', `Where ${path} leads to is known to ssh only.`, null)
        : low('keyMissing', `${path} does not exist.`, 'Take the IdentityFile out, or put the key there.'),
    );
  return warnings;
}

function certificateWarnings({ keys, certificates }: Audited, now: number): Warning[] {
  const all = [
    ...keys.map(({ path, certificate }) => ({ path: `${path}-cert.pub`, certificate })),
    ...certificates,
  ];
  return all.flatMap(({ path, certificate }) =>
    certificate !== null && certificate.validUntil !== null && certificate.validUntil < now
      ? [
          low(
            'certificateExpired',
            `The certificate ${path} is no longer valid.`,
            'Get a new one from whoever signs them.',
          ),
        ]
      : [],
  );
}

function forwardWarnings(host: Audited): Warning[] {
  const warnings: Warning[] = [];
  if (host.forwardX11 === 'trusted')
    warnings.push(
      medium(
        'x11Trusted',
        'X11 is forwarded and trusted: programs over there can see what is typed and shown here.',
        'Take ForwardX11 out, or add ForwardX11Trusted no.',
      ),
    );
  else if (host.forwardX11 === 'untrusted')
    warnings.push(
      low('x11', 'X11 is forwarded: programs over there can open windows here.', 'Take ForwardX11 out.'),
    );
  if (host.delegatesCredentials)
    warnings.push(
      medium(
        'credentialsDelegated',
        'Your Kerberos credentials are handed over (GSSAPIDelegateCredentials): whoever is root there can use them.',
        'Take GSSAPIDelegateCredentials out.',
      ),
    );
  for (const forward of host.forwards) {
    const { kind, listen, target } = forward;
    if (kind === 'remote')
      warnings.push(
        target === null
          ? medium(
              'remoteForwardOpen',
              `Through ${listen} over there, everything can be reached that this computer reaches.`,
              null,
            )
          : low(
              'remoteForward',
              `Through ${listen} over there, ${target} can be reached as from this computer.`,
              null,
            ),
      );
    else if (isShared(forward, host.gatewayPorts))
      warnings.push(
        medium(
          'forwardShared',
          `Others in your network can use ${listen} here, which leads ${target === null ? 'wherever they ask for' : `to ${target}`} as from over there.`,
          'Let it listen on localhost.',
        ),
      );
  }
  return warnings;
}

/** Whether it listens on more than this computer: a bare port does so with GatewayPorts, `*` and an empty address always. */
function isShared({ listen }: Forward, gatewayPorts: boolean): boolean {
  if (listen.startsWith('/')) return false;
  const [, address] =
    /^(?:\[([^\]]*)\]|([^:]*)):\d+$/.exec(listen)?.filter((part) => part !== undefined) ?? [];
  if (address === undefined) return gatewayPorts;
  return !/^(?:localhost|127\..*|::1)$/.test(address);
}

function commandWarnings({ conditionals, localCommand, canonicalized }: Audited): Warning[] {
  const warnings: Warning[] = conditionals.map(({ file, line, commands, sets }) => {
    const where = `${file}:${line}`;
    const what = sets.length === 0 ? '' : ` It can set ${sets.slice(0, 8).join(', ')}.`;
    return commands.length === 0
      ? low('conditional', `The Match at ${where} depends on more than is known here.${what}`, null)
      : low(
          'matchExec',
          `To connect, ssh runs ${commands.map((command) => `“${command}”`).join(' and ')} (${where}).${what}`,
          null,
        );
  });
  if (localCommand !== null)
    warnings.push(low('localCommand', `Once connected, ssh runs “${localCommand}” on this computer.`, null));
  if (canonicalized)
    warnings.push(
      low(
        'canonicalized',
        'The name is looked up first (CanonicalizeHostname) and may then mean other sections.',
        null,
      ),
    );
  return warnings;
}
