/** Where paths lie, which are secrets, and which weigh more: test/corpus/RULES.md row by row. */
import { describe, expect, it } from 'vitest';
import { absolute, kindOf, weightInside, type Zone } from '../../../../main/host/weigh/paths.ts';
import { place } from './programs/place.ts';

it.each([
  ['src/a.ts', '/home/dev/shop/src/a.ts'],
  ['./src//a.ts', '/home/dev/shop/src/a.ts'],
  ['../x/', '/home/dev/x'],
  ['.', '/home/dev/shop'],
  ['../../../../..', '/'],
  ['/', '/'],
  ['//', '/'],
  ['//etc/passwd', '/etc/passwd'],
  ['/tmp/../etc/./x/', '/etc/x'],
])('%s is %s', (path, whole) => {
  expect(absolute(path, '/home/dev/shop')).toBe(whole);
});

it('is not known from a folder that is not', () => {
  expect(absolute('src/a.ts', null)).toBeNull();
  expect(absolute('/etc', null)).toBe('/etc');
});

describe('places', () => {
  it.each<[Zone, string[]]>([
    ['project', ['/home/dev/shop']],
    ['inside', ['/home/dev/shop/a.ts', '/home/dev/shop/..a', '/home/dev/shop/.gitignore']],
    ['temporary', ['/tmp/x', '/tmp/a/b', '/var/tmp/x', '/private/tmp/x', '/var/folders/aa/T/x']],
    [
      'installed',
      ['/usr/lib/node_modules', '/usr', '/bin/sh', '/lib64/x', '/opt/x', '/nix/store/x', '/sys/x'],
    ],
    ['installed', ['/etc/os-release', '/etc/lsb-release', '/proc/cpuinfo', '/proc/meminfo']],
    ['installed', ['/proc/loadavg', '/proc/version']],
    ['system', ['/etc/hosts', '/etc', '/var/log/syslog', '/boot/x', '/System/x', '/Library/x']],
    ['system', ['/dev/sda', '/dev/disk2', '/proc/1/maps']],
    ['home', ['/home/dev/.bashrc', '/home/dev/.config/x', '/home/dev/.local/bin/x', '/home/dev/Library/x']],
    // Whose home it is does not matter.
    ['home', ['/home/eve/.bashrc', '/Users/eve/.zshrc', '/root/.profile']],
    ['outside', ['/home/dev', '/home/dev/notes.txt', '/home/dev/other/a.ts', '/home', '/', '/mnt/x', '/tmp']],
    // What only begins with the same letters is another place.
    ['outside', ['/home/dev/shop-old/a.ts', '/usrx', '/etcetera', '/tmpx/y', '/nix', '/home/dev/Librarian']],
    ['stream', ['/dev/null', '/dev/stdin', '/dev/stdout', '/dev/stderr', '/dev/tty', '/dev/fd/63']],
    ['stream', ['/dev/zero', '/dev/urandom', '/dev/random']],
    ['socket', ['/dev/tcp/example.test/80', '/dev/udp/1.2.3.4/53']],
  ])('%s: %j', (zone, paths) => {
    for (const path of paths) expect([path, kindOf(path, place).zone]).toEqual([path, zone]);
  });

  it('has no project where there is none', () => {
    const nowhere = { ...place, project: '' };
    expect(kindOf('/home/dev/shop/a.ts', nowhere).zone).toBe('outside');
    expect(kindOf('/', nowhere).zone).toBe('outside');
  });
});

describe('links', () => {
  const leading = (links: Record<string, string | null>) => ({
    ...place,
    real: (path: string) => (path in links ? links[path]! : path),
  });

  it.each([
    ['/home/dev/shop/docs', '/etc/nginx', 'system', false],
    ['/home/dev/shop/docs', '/home/dev/.ssh/id', 'home', true],
    ['/home/dev/shop/docs', '/home/dev/other', 'outside', false],
    ['/tmp/x', '/home/dev/shop/a.ts', 'temporary', false],
    ['/home/dev/shop/.env', '/home/dev/shop/a.ts', 'inside', true],
  ])('%s, which leads to %s, is %s', (path, real, zone, secret) => {
    expect(kindOf(path, leading({ [path]: real }))).toEqual({ path, real, zone, secret });
  });

  it('leaves the project what it is behind a link of its own', () => {
    const linked = leading({ '/home/dev/shop': '/data/shop', '/home/dev/shop/a.ts': '/data/shop/a.ts' });
    expect(kindOf('/home/dev/shop/a.ts', linked)).toMatchObject({
      real: '/home/dev/shop/a.ts',
      zone: 'inside',
    });
  });

  it('takes a path for what it says where nothing can be looked up', () => {
    expect(kindOf('/home/dev/shop/a.ts', { ...place, real: () => null }).zone).toBe('inside');
  });
});

describe('secrets', () => {
  const secret = (path: string): boolean => kindOf(absolute(path, place.cwd)!, place).secret;

  it.each([
    ...['.env', '.env.local', 'apps/web/.env.production', '.ENV', '.envrc', '.netrc', '.npmrc', '.pypirc'],
    ...['.git-credentials', '~/.ssh', '~/.ssh/config', '~/.aws/config', '~/.azure/x', '~/.kube/config'],
    ...['~/.config/gcloud/x', '~/.config/gh/hosts.yml', '~/.config/op/x', '~/.config/outpost/x'],
    ...['~/.docker/config.json', '~/.gnupg/x', '~/.codex/auth.json', '/home/eve/.ssh/id', '/root/.ssh/x'],
    ...['/etc/shadow', '/etc/gshadow', '/etc/sudoers', '/etc/sudoers.d/x', '/proc/self/environ'],
    ...['a.pem', 'a.key', 'a.p12', 'a.pfx', 'a.keystore', 'a.jks', 'id_rsa', 'id_ed25519_work'],
    ...['prod.tfvars', 'terraform.tfstate', 'terraform.tfstate.backup', 'credentials', 'credentials.json'],
    ...['secrets.yml', 'config/secrets/db', 'secrets'],
    // Patterns that begin with a dot or spell the name of a secret.
    ...['.e*', '.*', 'config/*secret*', 'id_*', '*.pem', '*.key'],
  ])('%s', (path) => {
    expect(secret(path.replace(/^~/, place.home))).toBe(true);
  });

  it.each([
    ...['.env.example', '.env.sample', '.env.template', '.env.dist', '.env.defaults', 'src/env.ts'],
    ...['~/.codex/skills/x.md', '~/.config/nvim/init.lua', '~/.docker/x', 'id_rsa.pub', 'src/secret.ts'],
    ...['src/secretsManager.ts', 'keys.ts', 'src/*.ts', '*', 'a.keys', 'tfvars.md', '/etc/hosts'],
  ])('not %s', (path) => {
    expect(secret(path.replace(/^~/, place.home))).toBe(false);
  });
});

describe('paths inside that weigh more', () => {
  it.each<[string, 'commit' | 'expand' | null, string[]]>([
    ['Git', 'commit', ['.git', '.git/config', '.git/hooks/pre-push', '.Git/config', 'sub/.git/HEAD']],
    ['hooks', 'commit', ['.husky/pre-push', '.githooks/x', 'lefthook.yml', 'lefthook.yaml']],
    ['hooks', 'commit', ['.pre-commit-config.yaml']],
    ['not Git', null, ['.gitignore', '.gitattributes', 'src/git/a.ts']],
    [
      'builds',
      'commit',
      ['.github/workflows/ci.yml', '.GITHUB/Workflows/ci.yml', '.github/actions/x/action.yml'],
    ],
    ['builds', 'commit', ['.github/CODEOWNERS', '.github/dependabot.yml', 'CODEOWNERS', '.gitlab-ci.yml']],
    ['builds', 'commit', ['.circleci/config.yml', '.buildkite/x', 'Jenkinsfile', 'azure-pipelines.yml']],
    ['builds', 'commit', ['bitbucket-pipelines.yml', '.drone.yml', '.travis.yml', 'appveyor.yml']],
    ['builds', 'commit', ['cloudbuild.yaml']],
    ['agents', 'commit', ['.codex/config.toml', '.claude/settings.json', '.cursor/x', '.cursorrules']],
    ['agents', 'commit', ['.mcp.json', '.agents/x', 'policy.toml', '.outpost/policy.toml']],
    ['not the policy', null, ['src/policy.toml', 'policy.ts']],
    [
      'instructions',
      'expand',
      ['AGENTS.md', 'pkg/CLAUDE.md', 'GEMINI.md', '.github/copilot-instructions.md'],
    ],
    [
      'infrastructure',
      'commit',
      ['main.tf', 'Chart.yaml', 'values.yaml', 'values-prod.yaml', 'serverless.yml'],
    ],
    ['infrastructure', 'commit', ['fly.toml', 'vercel.json', 'netlify.toml', 'render.yaml', 'Procfile']],
    [
      'infrastructure',
      'commit',
      ['nginx.conf', 'Pulumi.prod.yaml', 'scripts/deploy.sh', 'deployment/a.yaml'],
    ],
    ['infrastructure', 'commit', ['infra/a.ts', 'infrastructure/x', 'terraform/x', 'k8s/x', 'kubernetes/x']],
    ['infrastructure', 'commit', ['helm/x', 'ansible/x', 'provisioning/x', 'src/deployTarget.ts']],
    ['not infrastructure', null, ['docs/deploy.md', 'test/deploy.ts', 'src/deploy.test.ts', 'deploy.css']],
    ['where it runs', 'expand', ['Dockerfile', 'Dockerfile.dev', 'compose.yml', 'compose.prod.yaml']],
    ['where it runs', 'expand', ['docker-compose.yml', 'docker-compose.dev.yaml', '.devcontainer/x']],
    ['where it runs', 'expand', ['.vscode/tasks.json', '.idea/x', '.gitmodules']],
    ['not a container', null, ['src/dockerfile-parser.ts']],
    ['manifests', 'expand', ['package.json', 'packages/a/package.json', 'pnpm-workspace.yaml']],
    ['manifests', 'expand', ['pyproject.toml', 'requirements.txt', 'requirements-dev.txt', 'setup.py']],
    [
      'manifests',
      'expand',
      ['setup.cfg', 'Pipfile', 'Cargo.toml', 'go.mod', 'go.work', 'Gemfile', 'x.gemspec'],
    ],
    ['manifests', 'expand', ['composer.json', 'pom.xml', 'build.gradle', 'build.gradle.kts']],
    ['manifests', 'expand', ['libs.versions.toml', 'App.csproj', 'Package.swift', 'Podfile', 'mix.exs']],
    ['manifests', 'expand', ['deno.json', 'environment.yml', 'flake.nix', '.nvmrc', '.tool-versions']],
    ['manifests', 'expand', ['mise.toml', 'rust-toolchain.toml']],
    ['lock files', 'expand', ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml']],
    [
      'lock files',
      'expand',
      ['bun.lock', 'bun.lockb', 'Cargo.lock', 'x.lockfile', 'go.sum', 'packages.lock.json'],
    ],
    ['migrations', 'expand', ['db/migrations/1.sql', 'migration/1.ts', 'src/migrate.ts', 'schema.prisma']],
    ['migrations', 'expand', ['db/schema.rb', 'db/structure.sql']],
    ['who may do what', 'expand', ['src/authGuard.ts', 'src/authn.ts', 'src/login.ts', 'src/sessions/a.ts']],
    ['who may do what', 'expand', ['src/oauth.ts', 'src/jwt.ts', 'src/access_token.ts', 'src/passkeys.ts']],
    ['who may do what', 'expand', ['src/permissions.ts', 'src/acl.ts', 'src/csrf.ts', 'src/crypto/a.ts']],
    [
      'payments',
      'expand',
      ['src/payments.ts', 'src/billing/a.ts', 'src/checkout.tsx', 'src/StripeClient.ts'],
    ],
    ['payments', 'expand', ['src/invoice.ts', 'src/refunds.ts', 'src/subscription.ts']],
    [
      'how long data is kept',
      'expand',
      ['src/retention.ts', 'src/gdpr.ts', 'src/purge.ts', 'src/audit-log.ts'],
    ],
    [
      'words that only look alike',
      null,
      ['src/author.ts', 'src/payload.ts', 'src/tokenizer.ts', 'src/obsession.ts'],
    ],
    [
      'documents, styles and tests of these',
      null,
      ['docs/auth.md', 'login.css', 'src/auth.test.ts', 'e2e/login.ts'],
    ],
    ['code of others', 'expand', ['vendor/x.go', 'node_modules/x/index.js', 'third_party/x.c']],
    [
      'everything else',
      null,
      ['src/a.ts', '.editorconfig', '.prettierrc', '.env.example', 'Makefile', 'README.md'],
    ],
  ])('%s: %s', (_row, tier, paths) => {
    for (const path of paths) expect([path, weightInside(path)?.tier ?? null]).toEqual([path, tier]);
  });

  it('counts the higher of two rows', () => {
    expect(weightInside('deploy/package.json')?.tier).toBe('commit');
    expect(weightInside('src/auth/deploy.ts')?.tier).toBe('commit');
  });
});
