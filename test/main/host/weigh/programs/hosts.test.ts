/** Other computers: whatever runs there, and copies to and from them. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['rsync -a src/ dist/', 'continue'],
  ["rsync -a --exclude '*.map' build/ out/", 'continue'],
  ['rsync -a --delete-after a/ b/', 'expand'],
  ['rsync -a src/ ../other/', 'expand'],
  ['rclone ls remote:x', 'expand'],
  ['ssh localhost true', 'commit'],
  ['ssh -p 22 host.example.org ls', 'commit'],
  ['scp a.txt host:/tmp/', 'commit'],
  ['mosh host.example.org', 'commit'],
  ['rsync -a src/ host:src/', 'commit'],
  ['rsync -a rsync://mirror.example.org/x .', 'commit'],
  ['rsync -a src/ "$TARGET"', 'commit'],
  ['rsync -a dots/ /', 'commit'],
  ['rsync -a .env out/', 'commit'],
  ['rclone copy a remote:b', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
