/** What the host tells its owner by itself: what went wrong, and what to do about it. */

export const ENVIRONMENTS_UNWRITTEN =
  'What was chosen for an SSH host could not be written to the disk, so it holds until Outpost ends. Make room on the disk.';

export const unloadable = (agent: string): string =>
  `${agent} could not be started, because a file of Outpost is missing or damaged. Install Outpost again.`;

export const UNWATCHED =
  'This computer cannot tell when policy.toml changes. What you change there by hand holds when Outpost starts again.';

export const EXPIRED_UNWRITTEN =
  'A phone that was not used for long is cut off, but the disk could not be written: after a restart of Outpost it would be ' +
  'let in again. Make room on the disk, restart Outpost, and revoke it.';

export const expiredNotice = (name: string): string =>
  `${name} was not used for so long that it has expired. To use it again, pair it again.`;

export const QUEUE_UNWRITTEN =
  'What waits to be said to threads could not be written, so a restart may bring back what was said already. Make room on the disk.';

export const AUDIT_UNWRITTEN = 'The audit log could not be written.';

export const PAIRING_UNREMOVED = 'An unfinished pairing could not be removed. Revoke it by hand.';

export const LATE_COMER = 'A second phone tried a pairing link that was used already. It was not let in.';
