import { expect, it } from 'vitest';
import { missingPackages } from '../../scripts/setup/sshd.mjs';

it('asks apt only for what is not there', () => {
  expect(missingPackages(() => true)).toEqual([]);
  expect(missingPackages(() => false)).toEqual([
    'openssh-server',
    'fish',
    'tcsh',
    'libpam-google-authenticator',
  ]);
  expect(missingPackages((file) => !file.includes('fish'))).toEqual(['fish']);
});
