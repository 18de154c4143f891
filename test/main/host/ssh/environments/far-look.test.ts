import { afterEach, beforeEach, expect, test } from 'vitest';
import { SshError, type SshErrorCode } from '../../../../../main/host/ssh/connection/connection.ts';
import {
  FarLook,
  FIRST_WAIT_MS,
  LONGEST_WAIT_MS,
} from '../../../../../main/host/ssh/environments/far-look.ts';
import { NearShell } from '../../../../ssh/near-shell.ts';
import { PatientClock } from '../../../../ssh/patient-clock.ts';

const HOUR = 3_600_000;
const FOUND = 'system=Linux\nhome=/home/ada\ncodex=/usr/bin/codex\n';
let clock: PatientClock;
let recovered: number;
let look: FarLook;
/** What the far side says to each look; the last one again and again. */
let answers: (string | SshError)[];
let looks: number;

const shell = new NearShell({});
shell.run = async () => {
  looks += 1;
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
  if (answer instanceof SshError) throw answer;
  return { code: 0, stdout: answer, stderr: '' };
};
const failure = (code: SshErrorCode) => new SshError(code, `It was ${code}.`);

beforeEach(() => {
  [clock, recovered, looks, answers] = [new PatientClock(), 0, 0, []];
  look = new FarLook({
    clock,
    random: () => 0.5,
    own: { alias: 'devbox', keys: { owner: () => '', token: () => '' }, known: () => null, keep: () => {} },
    prepare: async () => {},
    changed: () => {},
    recovered: () => {
      recovered += 1;
    },
  });
});
afterEach(() => look.forget());

test.each(['timeout', 'cut'] as const)(
  'one that failed by %s is tried again by itself, and then has it',
  async (code) => {
    answers = [failure(code), failure(code), `${FOUND}version=0.169.0\n`];
    look.look(shell);
    expect(await look.far()).toBeNull();
    expect(look.unseen).toBe(`It was ${code}.`);
    expect(look.again! - clock.now()).toBeLessThanOrEqual(FIRST_WAIT_MS);
    await clock.pass(FIRST_WAIT_MS * 4, FIRST_WAIT_MS);
    expect((await look.far())?.look.codex?.version).toBe('0.169.0');
    expect([look.unseen, look.again, looks, recovered]).toEqual([null, null, 3, 1]);
    // Nothing goes on behind it.
    await clock.pass(HOUR, LONGEST_WAIT_MS);
    expect(looks).toBe(3);
  },
);

test.each(['noShell', 'tooMuch', 'other'] as const)('one that failed by %s needs a person', async (code) => {
  answers = [failure(code)];
  look.look(shell);
  await look.far();
  expect([look.unseen, look.again]).toEqual([`It was ${code}.`, null]);
  await clock.pass(HOUR, LONGEST_WAIT_MS);
  expect([looks, recovered]).toEqual([1, 0]);
  look.look(shell);
  await look.far();
  expect(looks).toBe(2);
});

test('a host that stays busy is asked about once a minute, and at once when somebody says so', async () => {
  answers = [failure('timeout')];
  look.look(shell);
  await clock.pass(HOUR / 6, 2000);
  const before = looks;
  expect(before).toBeGreaterThan(10);
  // Of each wait up to half is left out.
  expect(before).toBeLessThan(30);
  look.look(shell);
  await look.far();
  expect(looks).toBe(before + 1);
  expect(look.again! - clock.now()).toBeLessThanOrEqual(FIRST_WAIT_MS);
});

test('when the connection goes, nothing is tried any more, and what was on its way counts for nothing', async () => {
  answers = [failure('timeout')];
  look.look(shell);
  await look.far();
  look.forget();
  expect([look.unseen, look.again, await look.far()]).toEqual([null, null, null]);
  await clock.pass(HOUR, LONGEST_WAIT_MS);
  expect(looks).toBe(1);
  answers = [FOUND];
  look.look(shell);
  look.forget();
  await clock.pass(HOUR, LONGEST_WAIT_MS);
  expect([look.found, looks]).toEqual([null, 2]);
});

test('a server of Codex that does not answer in time is asked about again, and the host is up all the while', async () => {
  const silent = `${FOUND}copied=yes\nsilent=daemon\nversion=0.169.0\n`;
  const report = '{"status":"running","socketPath":"/s","cliVersion":"0.169.0","appServerVersion":"0.169.0"}';
  answers = [silent, silent, `${FOUND}copied=yes\ndaemon=${report}\n`];
  look.look(shell);
  expect((await look.far())?.look.daemon).toEqual({ state: 'silent' });
  expect([look.unseen, look.again !== null]).toEqual([null, true]);
  await clock.pass(FIRST_WAIT_MS * 4, FIRST_WAIT_MS);
  expect((await look.far())?.look.daemon).toEqual({ state: 'running', version: '0.169.0' });
  expect([look.again, looks, recovered]).toEqual([null, 3, 0]);
});
