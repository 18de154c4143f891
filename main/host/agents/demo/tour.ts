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
      '```ts\nparseDate("2026-03-01T10:00"); // 10:00 UTC\n```\n\nWith Codex installed, a real agent works here.',
    true,
  );
}

/** Every later turn. */
export async function reply(stage: Stage, text: string, cwd: string): Promise<void> {
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
