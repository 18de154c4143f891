import { describe, expect, test } from 'vitest';
import { checkIn } from '../../../../main/host/approvals/checks.ts';

describe('a check, whose exit code says whether it passed', () => {
  test.each([
    'npm test',
    'npm t -- --run',
    'npm run lint',
    'npm run test:unit -- --reporter dot',
    'pnpm typecheck',
    'pnpm exec tsc --noEmit',
    'yarn build',
    'bun test',
    'npx vitest run test/a.test.ts',
    'npx --yes eslint .',
    './node_modules/.bin/jest',
    'CI=1 NODE_ENV=test npm test 2>&1',
    'cd app && npm ci && npm test',
    'timeout -k 5 300 npx tsc --noEmit',
    'env CI=1 pytest -q',
    'time pytest',
    'python -m pytest tests',
    'python3 -m unittest',
    'poetry run pytest',
    'uv run ruff check .',
    'bundle exec rspec',
    'cargo test --all',
    'cargo clippy',
    'go test ./...',
    'go vet ./...',
    'make',
    'make -j4 test',
    './gradlew :app:check',
    'mvn -q verify',
    'dotnet test',
    'deno lint',
    'node --test',
    'cmake --build build',
    'prettier --check .',
    '(cd app; npm test)',
    'echo begin; npm test',
  ])('%s', (command) => {
    expect(checkIn(command)).toBe('decides');
  });
});

describe('a check whose own end is not told by the exit code', () => {
  test.each([
    'npm test | tail -20',
    'npm test; echo done',
    'npm test || true',
    '! npm test',
    'npm test &',
    'npm test && npm run lint | cat',
    'pytest -q 2>&1 | tee out.txt',
    'a=1; (npm test; echo)',
  ])('%s', (command) => {
    expect(checkIn(command)).toBe('silent');
  });
});

describe('no check', () => {
  test.each([
    'ls',
    'npm install',
    'npm run start',
    'npm run deploy',
    'echo npm test',
    'git commit -m "npm test"',
    'cargo run',
    'go run .',
    'vitest --version',
    'prettier --write .',
    'cat test/a.test.ts',
    'npm test "',
    '',
    'if true; then npm test; fi',
    `npm test ${'x'.repeat(5000)}`,
  ])('%.60s', (command) => {
    expect(checkIn(command)).toBeNull();
  });
});
