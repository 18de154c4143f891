/** What a path is: where it lies, whether it is a secret, and what writing it means. Pure. */
import { posix } from 'node:path';
import type { Tier } from '../../../protocol/session/tiers.ts';
import { isDocument, isTestFile, partsOf } from './names.ts';
import { isPattern } from './shell/patterns.ts';
import type { Place } from './verdict.ts';

export type Zone =
  /** The project's own folder, or one above it. */
  | 'project'
  | 'inside'
  | 'temporary'
  /** Installed programs and facts of the machine. */
  | 'installed'
  | 'system'
  /** Settings of the person's account. */
  | 'home'
  | 'outside'
  /** `/dev/null`, the terminal, standard streams, sources of bytes. */
  | 'stream'
  /** The shell's own way to a network. */
  | 'socket';

export interface Kind {
  readonly zone: Zone;
  readonly secret: boolean;
  /** Absolute and normal. */
  readonly path: string;
  /** Where links lead from there; the same where there are none, or where that cannot be looked at. */
  readonly real: string;
}

const below = (path: string, folder: string): boolean =>
  folder !== '' && (path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`));

/** `path` from `cwd`; null: `cwd` is not known. */
export const absolute = (path: string, cwd: string | null): string | null => {
  if (path.startsWith('/'))
    return posix
      .normalize(path)
      .replace(/^\/\//, '/')
      .replace(/(.)\/$/, '$1');
  return cwd === null ? null : posix.join(cwd, path).replace(/(.)\/$/, '$1');
};

/** @param path absolute and normal; a pattern is what it would begin with. */
export function kindOf(path: string, place: Place): Kind {
  const told = { path, real: path, zone: zoneOf(path, place), secret: isSecret(path, place) };
  const led = place.real(path);
  if (led === null || led === path) return told;
  // A link is what it leads to. The project's own folder may lie behind one too, and stays the project.
  const root = place.project === '' ? null : place.real(place.project);
  const real = root !== null && below(led, root) ? place.project + led.slice(root.length) : led;
  const zone = zoneOf(real, place);
  return {
    path,
    real,
    secret: told.secret || isSecret(real, place),
    zone: BY_REACH.indexOf(zone) > BY_REACH.indexOf(told.zone) ? zone : told.zone,
  };
}

const BY_REACH: readonly Zone[] = [
  'stream',
  'inside',
  'project',
  'temporary',
  'installed',
  'outside',
  'home',
  'system',
  'socket',
];

const STREAMS = /^\/dev\/(null|stdin|stdout|stderr|tty|fd\/\d+|zero|u?random|full)$/;
const TEMPORARY = ['/tmp', '/var/tmp', '/private/tmp', '/var/folders'];
const FACTS = /^\/(etc\/[a-z-]*release|proc\/(cpuinfo|meminfo|loadavg|version))$/;
const INSTALLED = /^\/(usr|bin|sbin|lib[0-9a-z]*|opt|nix\/store|sys|Applications)(\/|$)/;
const SYSTEM = /^\/(etc|var|boot|dev|proc|run|root|System|Library|private)(\/|$)/;

function zoneOf(path: string, { project, home }: Place): Zone {
  if (/^\/dev\/(tcp|udp)(\/|$)/.test(path)) return 'socket';
  if (STREAMS.test(path)) return 'stream';
  if (project !== '' && path === project) return 'project';
  if (below(path, project)) return 'inside';
  if (TEMPORARY.some((folder) => path !== folder && below(path, folder))) return 'temporary';
  if (below(path, home)) return isSetting(path.slice(home.length + 1)) ? 'home' : 'outside';
  if (isSetting(withoutHome(path))) return 'home';
  if (FACTS.test(path)) return 'installed';
  if (INSTALLED.test(path)) return 'installed';
  return SYSTEM.test(path) ? 'system' : 'outside';
}

/** Below the home folder of anybody: on another computer nobody says which is whose. */
const withoutHome = (path: string): string => path.replace(/^\/(?:(?:home|Users)\/[^/]+|root)\/|^.*$/s, '');

const isSetting = (relative: string): boolean => relative.startsWith('.') || /^Library(\/|$)/.test(relative);

const SECRET_NAME =
  /^(\.env(\.(?!(example|sample|template|dist|defaults)$).*)?|\.envrc|\.netrc|_netrc|\.npmrc|\.pypirc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd|.*\.(pem|key|p12|pfx|keystore|jks|tfvars|tfvars\.json|kdbx)|.*\.tfstate(\..*)?|id_(rsa|ed25519|ecdsa|dsa)(?!.*\.pub$).*|credentials.*|secrets\.[^/]*|login\.keychain.*|.*\.keychain(-db)?|Cookies|Login Data|key[34]\.db|logins\.json)$/i;
const SECRET_HOME =
  /^(\.ssh|\.aws|\.azure|\.config\/(gcloud|gh|op|outpost)|\.kube|\.docker\/config\.json|\.gnupg|\.codex\/auth\.json|\.password-store|\.local\/share\/keyrings|Library\/Keychains|\.config\/(google-chrome|chromium)|\.mozilla|Library\/Application Support\/(Google\/Chrome|Firefox))(\/|$)/i;
const SECRET_SYSTEM =
  /^\/(etc\/(shadow|gshadow|sudoers|sudoers\.d)(-|\/|$)|proc\/[^/]+\/environ$|root\/\.ssh(\/|$))/i;
/** A pattern that finds a secret by its name. */
const SECRET_PATTERN = /^\.|secret|credential|id_|\.pem|\.key|\.p12|\.pfx|tfvars|tfstate/i;

function isSecret(path: string, { home }: Place): boolean {
  const parts = path.split('/');
  const name = parts.at(-1)!;
  if (parts.some((part) => /^(secrets|\.secrets)$/i.test(part))) return true;
  if (parts.some((part) => isPattern(part) && SECRET_PATTERN.test(part))) return true;
  if (SECRET_NAME.test(name)) return true;
  if (SECRET_SYSTEM.test(path)) return true;
  return SECRET_HOME.test(below(path, home) ? path.slice(home.length + 1) : withoutHome(path));
}

/** Why writing this path inside of the project weighs more than others; null: it does not. */
export function weightInside(relative: string): { tier: Tier; text: string } | null {
  for (const { test, tier, text } of WEIGHTS) if (test(relative)) return { tier, text };
  return null;
}

interface Weight {
  readonly tier: Tier;
  readonly text: string;
  test(relative: string): boolean;
}

const name = (relative: string): string => relative.slice(relative.lastIndexOf('/') + 1);
const byPath = (tier: Tier, text: string, pattern: RegExp): Weight => ({
  tier,
  text,
  test: (relative) => pattern.test(relative),
});
const byName = (tier: Tier, text: string, pattern: RegExp): Weight => ({
  tier,
  text,
  test: (relative) => pattern.test(name(relative)),
});
const byWords = (tier: Tier, text: string, words: readonly string[]): Weight => {
  const known = new Set(words);
  return {
    tier,
    text,
    test: (relative) =>
      !isDocument(relative) && !isTestFile(relative) && partsOf(relative).some((part) => known.has(part)),
  };
};

/** The first that fits counts; of the higher tier first. In any case of letters, as many disks do not tell them apart. */
const WEIGHTS: readonly Weight[] = [
  byPath(
    'commit',
    'It changes what runs with every step of Git.',
    /(^|\/)\.git(\/|$)|(^|\/)(\.husky|\.githooks)\/|(^|\/)(lefthook\.ya?ml|\.lefthook\.ya?ml|\.pre-commit-config\.yaml)$/i,
  ),
  byPath(
    'commit',
    'It changes what runs where the project is built and released.',
    /(^|\/)\.github\/(workflows|actions)\/|(^|\/)(\.github\/(CODEOWNERS|dependabot\.ya?ml)|CODEOWNERS|\.gitlab-ci\.ya?ml|Jenkinsfile|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|\.travis\.ya?ml|appveyor\.ya?ml|cloudbuild\.ya?ml)$|(^|\/)(\.circleci|\.buildkite)\//i,
  ),
  byPath(
    'commit',
    'It changes what an agent may do here.',
    /(^|\/)(\.codex|\.claude|\.cursor|\.agents|\.outpost)(\/|$)|(^|\/)(\.cursorrules|\.mcp\.json)$|^policy\.toml$/i,
  ),
  byName(
    'commit',
    'It describes infrastructure.',
    /^(.*\.tf|Chart\.yaml|values.*\.yaml|serverless\.ya?ml|fly\.toml|vercel\.json|netlify\.toml|render\.yaml|Procfile|nginx\.conf|Pulumi.*\.yaml)$/i,
  ),
  byWords('commit', 'It describes infrastructure.', [
    'deploy',
    'deployment',
    'infra',
    'infrastructure',
    'terraform',
    'k8s',
    'kubernetes',
    'helm',
    'ansible',
    'provisioning',
  ]),
  byPath(
    'expand',
    'It instructs agents.',
    /(^|\/)(AGENTS|CLAUDE|GEMINI)\.md$|(^|\/)\.github\/copilot-instructions\.md$/i,
  ),
  byPath(
    'expand',
    'It changes where or how the project runs.',
    /(^|\/)(Dockerfile[^/]*|[^/]*\.[Dd]ockerfile|(docker-)?compose[^/]*\.ya?ml|\.gitmodules)$|(^|\/)(\.devcontainer|\.vscode|\.idea)\//,
  ),
  byName(
    'expand',
    'It changes what the project depends on.',
    /^(package\.json|pnpm-workspace\.yaml|pyproject\.toml|requirements.*\.txt|setup\.(py|cfg)|Pipfile|Cargo\.toml|go\.(mod|work)|Gemfile|.*\.gemspec|composer\.json|pom\.xml|.*\.gradle(\.kts)?|libs\.versions\.toml|.*\.csproj|Package\.swift|Podfile|mix\.exs|deno\.jsonc?|environment\.ya?ml|flake\.nix|\.nvmrc|\.tool-versions|\.?mise\.toml|rust-toolchain\.toml)$/i,
  ),
  byName(
    'expand',
    'It changes which versions are installed.',
    /^(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|bun\.lockb?|.*\.lock|.*\.lockfile|go\.(work\.)?sum|packages\.lock\.json)$/i,
  ),
  byName('expand', 'It changes the shape of stored data.', /^(schema\.prisma|schema\.rb|structure\.sql)$/i),
  byWords('expand', 'It changes the shape of stored data.', ['migration', 'migrations', 'migrate']),
  byWords('expand', 'It belongs to who may do what.', [
    ...[
      'auth',
      'authn',
      'authz',
      'authentication',
      'authorization',
      'login',
      'logout',
      'session',
      'sessions',
    ],
    ...['oauth', 'oidc', 'sso', 'saml', 'jwt', 'token', 'tokens', 'password', 'passwords', 'passkey'],
    ...['passkeys', 'permission', 'permissions', 'acl', 'rbac', 'csrf', 'crypto'],
  ]),
  byWords('expand', 'It belongs to payments.', [
    ...['payment', 'payments', 'billing', 'checkout', 'invoice', 'invoices', 'stripe', 'paypal', 'refund'],
    ...['refunds', 'subscription', 'subscriptions'],
  ]),
  byWords('expand', 'It belongs to how long data is kept.', [
    ...['retention', 'gdpr', 'erasure', 'purge', 'anonymize', 'consent', 'audit'],
  ]),
  byPath('expand', 'It is code of others.', /(^|\/)(vendor|node_modules|third_party)\//i),
];
