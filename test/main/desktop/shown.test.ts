import { expect, test } from 'vitest';
import { WATCH_LINES } from '../../../main/contract/watching.ts';
import { shownText, signInPage } from '../../../main/desktop/shown.ts';
import { HOST_STATES } from '../../e2e/control-panel/environment-states.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

test('what the state shows is copied by its name', () => {
  expect(shownText(STATES.unstarted(), 'agent:codex')).toBe('npm install -g @openai/codex');
  expect(shownText(STATES.unstarted(), 'upkeep:sleep')).toBe('sudo pmset -c sleep 0');
  expect(shownText(STATES.signingIn(), 'sign-in')).toBe('ABCD-12345');
  expect(shownText(STATES.sharedBefore(), 'stop:codex')).toBe('codex app-server daemon stop');
  expect(shownText(STATES.shared(), 'stop:codex')).toBeUndefined();
  expect(shownText(STATES.shared(), 'watch')).toBe(WATCH_LINES);
});

test('the command that a host lacks is copied by the id of the host, while it lacks it', () => {
  const state = HOST_STATES.several();
  expect(shownText(state, 'environment:ssh:staging')).toBe('npm install -g @openai/codex');
  for (const id of ['ssh:devbox', 'ssh:nobody', 'local'])
    expect(shownText(state, `environment:${id}`)).toBeUndefined();
});

test.each([
  ['rm -rf /'],
  ['agent:nobody'],
  ['agent:'],
  ['upkeep:constructor'],
  ['sign-in'],
  [undefined],
  [['agent:codex']],
  [{ text: 'rm -rf /' }],
])('a page can have nothing else copied: %j', (subject) => {
  expect(shownText(STATES.unstarted(), subject)).toBeUndefined();
});

test('only an https page of a sign-in that is open is opened', () => {
  expect(signInPage(STATES.signingIn())).toBe('https://auth.openai.com/codex/device');
  expect(signInPage(STATES.signedOut())).toBeUndefined();
  const { signIn } = STATES.signingIn();
  for (const url of ['http://auth.test/', 'file:///etc/passwd', 'ms-settings:', 'no address'])
    expect(
      signInPage({ ...STATES.signingIn(), signIn: { ...signIn, url } as typeof signIn }),
    ).toBeUndefined();
});
