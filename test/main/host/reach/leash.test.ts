import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startLeashed } from '../../../../main/host/reach/leash.ts';
import { type StandIns, type Step, standIns } from './stand-in.ts';

let here: StandIns;
afterEach(() => here.close());

const begin = async (steps: Step[]) => {
  here = await standIns({ program: () => steps });
  return `${here.env.PATH}/program`;
};

test('a program ends with the host, also with one that is killed', async () => {
  const command = await begin([{ do: 'stay' }]);
  const leash = fileURLToPath(new URL('../../../../main/host/reach/leash.ts', import.meta.url));
  const host = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', '--input-type=module', '-e'],
      `import { startLeashed } from ${JSON.stringify(leash)};
      startLeashed({ command: ${JSON.stringify(command)}, args: [], env: process.env, heard: () => {} });`,
    ],
    { stdio: 'ignore' },
  );
  const { ended } = await here.start(() => true);
  host.kill('SIGKILL');
  await ended;
});

test('it gets its arguments as they are, and no input', async () => {
  const args = ['a b', '$HOME', '"; exit 7', '*', ''];
  const command = await begin([{ out: 'one\ntwo' }, { err: 'three\n' }, { exit: 5 }]);
  const heard: string[] = [];
  const { ended } = startLeashed({ command, args, env: here.env, heard: (line) => heard.push(line) });
  expect(await ended).toBe(5);
  expect(here.starts[0]?.args).toEqual(args);
  // A last line without an end is not one.
  expect(heard.sort()).toEqual(['one', 'three']);
});

test('one that is not there has ended', async () => {
  const command = `${await begin([])}-not-here`;
  expect(await startLeashed({ command, args: [], env: here.env, heard: () => {} }).ended).toBe(127);
});

test('a program that was stopped before it began does not stay', async () => {
  const command = await begin([{ do: 'stay' }]);
  await startLeashed({ command, args: [], env: here.env, heard: () => {} }).stop();
  for (const { ended } of here.starts) await ended;
});
