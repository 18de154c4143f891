/** Where the configuration is looked for, and where an Include leads, on each system. */
import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { includePath } from '../../../../../main/host/ssh/config/include-path.ts';
import { onlyFile, sshPlaces } from '../../../../../main/host/ssh/config/places.ts';

const linux = sshPlaces({ platform: 'linux', home: '/home/a*da' });
const windows = sshPlaces({ platform: 'win32', home: 'C:\\Users\\ada', env: { ProgramData: 'D:\\Data' } });

describe('the files', () => {
  test('of an account and of the system', () => {
    expect(linux).toMatchObject({
      userFile: '/home/a*da/.ssh/config',
      systemFile: '/etc/ssh/ssh_config',
      userFileIsChecked: true,
    });
    expect(windows).toMatchObject({
      userFile: 'C:\\Users\\ada\\.ssh\\config',
      systemFile: 'D:\\Data\\ssh\\ssh_config',
      uid: null,
    });
    expect(sshPlaces({ platform: 'win32', home: 'C:\\', env: {} }).systemFile).toBe(
      'C:\\ProgramData\\ssh\\ssh_config',
    );
  });

  test('the home folder is that of the account, whatever HOME says, as it is to ssh', () => {
    expect(sshPlaces({ env: { HOME: '/elsewhere' } }).home).toBe(userInfo().homedir);
  });

  test('one that was named is read alone, and not looked at for whose it is', () => {
    expect(onlyFile(linux, '/c')).toMatchObject({
      userFile: '/c',
      systemFile: null,
      userFileIsChecked: false,
      home: '/home/a*da',
    });
  });
});

describe('an Include', () => {
  test.each([
    ['d/*.conf', 'user', '/home/a\\*da/.ssh/d/*.conf'],
    ['d/*.conf', 'system', '/etc/ssh/d/*.conf'],
    ['~/d/*', 'user', '/home/a\\*da/d/*'],
    ['~', 'user', '/home/a\\*da/'],
    ['/x/y', 'system', '/x/y'],
  ] as const)('%s of the %s’s file is %s', (word, source, pattern) => {
    expect(includePath(word, source, linux)).toEqual({ pattern });
  });

  test.each([
    ['d/*.conf', 'user', 'C:\\Users\\ada\\.ssh/d/*.conf'],
    ['d\\x', 'system', 'D:\\Data\\ssh/d\\x'],
    ['~\\x', 'user', 'C:\\Users\\ada/x'],
    ['E:\\x', 'user', 'E:\\x'],
  ] as const)('on Windows, %s of the %s’s file is %s', (word, source, pattern) => {
    expect(includePath(word, source, windows)).toEqual({ pattern });
  });

  test('what leads to the home folder of somebody else, or from the system’s file to one, is left out', () => {
    expect(includePath('~bob/x', 'user', linux)).toMatchObject({ stopsSsh: false });
    expect(includePath('~/x', 'system', linux)).toMatchObject({ stopsSsh: true });
  });
});
