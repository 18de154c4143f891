import { describe, expect, test } from 'vitest';
import { linuxInhibitor } from '../../../../main/headless/power/linux-inhibitor.ts';
import { macCaffeinate } from '../../../../main/headless/power/mac-caffeinate.ts';
import { terminalPower } from '../../../../main/headless/power/terminal-power.ts';

describe('by system', () => {
  test('Windows and unknown systems are told what to do instead', () => {
    expect(terminalPower('win32', {}, 1).problem()).toContain('cannot keep Windows awake');
    expect(terminalPower('freebsd', {}, 1).problem()).toContain('does not know how');
    expect(terminalPower('linux', {}, 1).problem()).toBeNull();
    expect(terminalPower('darwin', {}, 1).problem()).toBeNull();
  });

  test('macOS: caffeinate against idle sleep, bound to the process of the host', () => {
    expect(macCaffeinate(4711).ways).toEqual([['-c', 'echo held; exec caffeinate -i -w 4711']]);
  });
});

// As systemd 252 and 255 write them.
test.each([
  [127, 'sh: 1: systemd-inhibit: not found', 'is not installed'],
  [1, 'Failed to inhibit: Access denied', 'does not let Outpost'],
  [1, 'Failed to inhibit: Interactive authentication required.', 'does not let Outpost'],
  [1, 'Failed to connect to bus: No such file or directory', 'does not answer here'],
  [
    1,
    'Failed to inhibit: The name org.freedesktop.login1 was not provided by any .service files',
    'does not answer here',
  ],
  [
    1,
    "System has not been booted with systemd as init system (PID 1). Can't operate.",
    'does not answer here',
  ],
  [null, '', 'has ended'],
])('Linux: exit code %s and “%s” mean that it %s', (code, said, words) => {
  expect(linuxInhibitor.problem(code, said)).toContain(words);
});
