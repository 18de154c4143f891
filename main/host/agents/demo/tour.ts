/** What the demo plays: everything that a phone can show, in the order in which real work brings it. */
import type { Stage } from './stage.ts';

/** The first turn of a thread. Nothing in it is real, and it says so. */
export async function tour(stage: Stage, cwd: string): Promise<void> {
  await stage.think(
    'The owner wants to see how this looks on a phone.\n\nI will pretend to fix a small bug: look, plan, edit, test, ask.',
  );
  await stage.say(
    'This is the **demo agent**. Nothing here touches your files: every command and change below is made up, so you ' +
      'can press everything. First I look around.',
  );
  const steps = (done: number) =>
    ['Find where the date is parsed', 'Fix the time zone', 'Run the tests'].map((text, index) => ({
      text,
      status: index < done ? ('done' as const) : index === done ? ('running' as const) : ('pending' as const),
    }));
  const plan = stage.plan(steps(0));
  await stage.run({
    command: 'grep -rn "parseDate" src',
    cwd,
    output: [
      'src/calendar.ts:14:export function parseDate(text: string): Date {',
      'src/invite.ts:52:  const at = parseDate(line);',
    ],
    exitCode: 0,
  });
  await stage.search('ISO 8601 date without offset is local time');
  await stage.tool(
    'docs.lookup',
    '{"symbol":"Date.parse"}',
    'Date-only forms are UTC, date-time forms are local time.',
  );
  stage.plan(steps(1), plan);
  const patched = await stage.changeAsking(
    [
      {
        path: 'src/calendar.ts',
        kind: 'update',
        movedTo: null,
        diff:
          '@@ -12,7 +12,8 @@ import { zone } from "./zone";\n \n /** A date of the invitation, in its own time zone. */\n' +
          ' export function parseDate(text: string): Date {\n-  return new Date(text);\n' +
          '+  const offset = zone(text);\n+  return new Date(offset === null ? text + "Z" : text);\n }\n \n export function sameDay(a: Date, b: Date) {\n',
      },
      {
        path: 'test/calendar.test.ts',
        kind: 'add',
        movedTo: null,
        diff:
          '@@ -0,0 +1,5 @@\n+import { parseDate } from "../src/calendar";\n+\n+test("a date without an offset is UTC", () => {\n' +
          '+  expect(parseDate("2026-03-01T10:00").toISOString()).toBe("2026-03-01T10:00:00.000Z");\n+});\n',
      },
    ],
    'The file is outside what I may write without asking.',
  );
  if (!patched) await stage.say('You said no, so the file stays as it is. I run the tests anyway.');
  stage.plan(steps(2), plan);
  const ran = await stage.runAsking(
    {
      command: 'npm test -- --reporter=verbose',
      cwd,
      output: [
        '✓ calendar › a date without an offset is UTC (3 ms)',
        '✓ calendar › an offset is kept (1 ms)',
        '✓ invite › reads the first line (2 ms)',
        '',
        'Tests  3 passed (3)',
      ],
      exitCode: 0,
    },
    'The tests need the network for their fixtures.',
  );
  stage.plan(steps(3), plan);
  const heard = stage.heard();
  if (heard !== undefined) await stage.say(`You added: “${heard}”. A real agent would turn to that now.`);
  const answers = await stage.question({
    kind: 'question',
    questions: [
      {
        id: 'next',
        header: 'Next',
        text: 'What should happen with the fix?',
        options: [
          { label: 'Open a pull request', description: 'On a branch of its own' },
          { label: 'Leave it here', description: 'You look at it at the desk' },
        ],
        free: true,
        secret: false,
      },
    ],
  });
  stage.notice('info', 'Demo: no account, no network, no model was used.');
  await stage.say(
    `Done. ${ran ? 'The tests pass' : 'The tests were not run'}, and you chose **${answers.next?.join(', ') ?? 'nothing'}**.\n\n` +
      '| what | state |\n|---|---|\n| `src/calendar.ts` | ' +
      `${patched ? 'changed' : 'unchanged'} |\n| tests | ${ran ? '3 passed' : 'not run'} |\n\n` +
      '```ts\nparseDate("2026-03-01T10:00"); // 10:00 UTC\n```\n\nSay “everything” to be asked one of each kind. With Codex installed, a real agent works here.',
    true,
  );
}

/** Everything else that an agent can ask, one of each. */
async function everything(stage: Stage, cwd: string): Promise<void> {
  await stage.say('I ask for one of each kind now. Nothing happens, whatever you answer.');
  stage.propose('1. Ask for everything once\n2. Do nothing with it');
  stage.subAgent('Started a sub-agent', 'tests', null);
  stage.lookAt('docs/calendar.png');
  const place = { host: 'registry.example.com', protocol: 'https' };
  const permissions = {
    network: true,
    places: [{ access: 'write' as const, form: 'path' as const, path: `${cwd}/cache` }],
  };
  const hints = { readOnly: false, destructive: false, idempotent: null, openWorld: true };
  const server = 'issues';
  const field = { description: '', options: [], least: null, most: null };
  const answers = [
    await stage.asks({ kind: 'command', command: '', cwd, network: place }, 'A package is missing.', true),
    await stage.asks({ kind: 'permissions', cwd, permissions }, 'The build keeps its cache there.', true),
    await stage.asks(
      { kind: 'stdin', text: 'yes\n', command: 'npm run release', cwd },
      'It asks whether to go on.',
    ),
    await stage.asks({
      kind: 'tool',
      server,
      tool: 'create_issue',
      description: 'Creates an issue.',
      arguments: '{\n\t"title": "Invitations show the wrong day"\n}',
      hints,
    }),
    await stage.asks({
      kind: 'form',
      server,
      message: 'Who should be told?',
      fields: [
        { ...field, id: 'mail', label: 'Address', required: true, type: 'email' },
        { ...field, id: 'copy', label: 'A copy to you', required: false, type: 'yesNo' },
      ],
    }),
    await stage.asks({
      kind: 'link',
      server,
      message: 'Sign in to the tracker.',
      url: 'https://example.com/sign-in',
    }),
  ];
  stage.subAgent('A sub-agent is done', 'tests', 'They all pass.');
  await stage.say(`You said yes to ${answers.filter(Boolean).length} of ${answers.length}.`);
  stage.askInPassing('Which of them would you have expected least?', ['The permissions', 'The form']);
}

/** Every later turn; one that asks for everything is told all that an agent can ask. */
export async function reply(stage: Stage, text: string, cwd: string): Promise<void> {
  if (/\beverything\b/i.test(text)) return everything(stage, cwd);
  await stage.think('A short answer is enough.');
  if (/\b(long|slow|stream)\b/i.test(text)) {
    await stage.run({
      command: 'for i in $(seq 1 200); do echo "tick $i"; sleep 0.2; done',
      cwd,
      output: Array.from({ length: 200 }, (_, index) => `tick ${index + 1}`),
      exitCode: 0,
    });
  }
  await stage.say(
    `You said: “${text}”. The demo has shown all it has; a real agent would work on this now.`,
    true,
  );
}
