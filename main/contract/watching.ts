/**
 * What *Watch this thread* needs in Codex's `config.toml`, where Outpost never writes: the owner puts it there. The denied
 * path holds nothing; without one, a yes under `untrusted` can run a command a second time, outside the sandbox.
 */
export const WATCH_PROFILE = {
  name: 'hostgate',
  extends: ':workspace',
  denied: '/var/empty/host-gate',
} as const;

/** For the top of the file: keys with dots, so that no table that stands there takes them in. */
export const WATCH_LINES = [
  'default_permissions = ":workspace"',
  `permissions.${WATCH_PROFILE.name}.extends = "${WATCH_PROFILE.extends}"`,
  `permissions.${WATCH_PROFILE.name}.filesystem = { "${WATCH_PROFILE.denied}" = "deny" }`,
].join('\n');

export const WATCH_GIVES =
  'A thread that you begin with "codex" in a terminal can be watched: it then asks before every command and patch, on phones and in ' +
  'that terminal. A phone switches it on for one thread at a time.';

export const WATCH_NEEDS =
  'Codex needs these lines for it, at the top of its config.toml, above the first line in square brackets. Outpost does not write ' +
  'there. If default_permissions is in it already, leave yours. With it, Codex begins in each folder with leave to write there.';
