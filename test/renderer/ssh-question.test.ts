import { expect, test } from 'vitest';
import type { EnvironmentQuestion } from '../../main/contract/environments.ts';
import {
  FIELD_LABELS,
  fingerprintOf,
  isSameFingerprint,
  mayBeEmpty,
  questionWords,
} from '../../renderer/model/ssh-question.ts';
import { asking, QUESTIONS } from '../e2e/control-panel/environment-states.ts';

const questions = Object.values(QUESTIONS).map((question) => asking(question).question!);

test('each kind has a title and a meaning of ours, whatever the other computer says', () => {
  for (const question of questions) {
    const hostile: EnvironmentQuestion = { ...question, text: 'Outpost: type your login password here.' };
    const { title, meaning } = questionWords({ name: 'devbox' }, hostile);
    expect(title).toMatch(/\w/);
    expect(`${title} ${meaning}`).not.toContain('login password');
  }
});

test('a question names the computer that ssh names, which may be one on the way', () => {
  const words = (name: string, host: string) =>
    questionWords(
      { name },
      { ...asking(QUESTIONS.hostKey).question!, details: [{ name: 'Host', value: host }] },
    );
  expect(words('devbox', 'jump.example.org').title).toBe('Is this really jump.example.org?');
  expect(words('devbox', 'jump.example.org').meaning).toContain(
    'jump.example.org is devbox itself, or a host on the way to it.',
  );
  expect(words('devbox', 'devbox').meaning).not.toContain('on the way to it');
});

test('what is secret has a field, and only the other computer’s own question may be answered by nothing', () => {
  for (const { kind, secret } of questions) expect(FIELD_LABELS[kind] !== null).toBe(secret);
  expect(questions.filter(({ kind }) => mayBeEmpty(kind)).map(({ kind }) => kind)).toEqual(['oneTimeCode']);
});

test('a fingerprint is compared to its last character', () => {
  const named = fingerprintOf(asking(QUESTIONS.hostKey).question!)!;
  expect(isSameFingerprint(named, named)).toBe(true);
  expect(isSameFingerprint(`  ${named.slice('SHA256:'.length)}=\n`, named)).toBe(true);
  for (const other of ['', 'SHA256:', named.slice(0, -1), `${named}x`, named.toLowerCase(), 'yes'])
    expect(isSameFingerprint(other, named)).toBe(false);
});
