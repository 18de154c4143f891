import { expect, test } from 'vitest';
import { ChosenHosts } from '../../../main/desktop/chosen-hosts.ts';
import { asking, environment, withHosts } from '../../e2e/control-panel/environment-states.ts';

function desk() {
  let led = 0;
  const hosts = new ChosenHosts(() => {
    led += 1;
  });
  return { hosts, led: () => led };
}
const connecting = withHosts([environment('devbox', { state: 'connecting' })]);
const asks = withHosts([asking({})]);

test('whoever chose a host is led to what it asks, once', () => {
  const { hosts, led } = desk();
  hosts.chose('ssh:devbox');
  hosts.show(connecting);
  expect(led()).toBe(0);
  hosts.show(asks);
  hosts.show(asks);
  expect(led()).toBe(1);
});

test('also when it asked before the choice was known here', () => {
  const { hosts, led } = desk();
  hosts.show(asks);
  expect(led()).toBe(0);
  hosts.chose('ssh:devbox');
  expect(led()).toBe(1);
});

test('a host that nobody chose, or that came up, opens nothing', () => {
  const { hosts, led } = desk();
  hosts.chose('ssh:gpu-1');
  hosts.show(asks);
  hosts.show(withHosts([environment('gpu-1')]));
  hosts.show(withHosts([environment('gpu-1', { state: 'attention' })]));
  expect(led()).toBe(0);
});

test('what somebody was led to is known until it is over, so that nobody is told of it twice', () => {
  const { hosts } = desk();
  hosts.chose('ssh:devbox');
  hosts.show(asks);
  expect(hosts.ledTo('ssh:devbox')).toBe(true);
  expect(hosts.ledTo('ssh:gpu-1')).toBe(false);
  hosts.show(connecting);
  expect(hosts.ledTo('ssh:devbox')).toBe(true);
  hosts.show(withHosts([environment('devbox')]));
  expect(hosts.ledTo('ssh:devbox')).toBe(false);
});
