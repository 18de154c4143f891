/** The ways in which Codex can be told when to ask, as `thread/start` takes them. */
export interface Configuration {
  readonly name: string;
  /** Null: the host's own gate. */
  readonly start: object | null;
}

/** Access that Codex needs to have denied somewhere, or an accept can run a command a second time, outside the sandbox. */
const PROFILE = {
  permissions: 'watched',
  config: {
    default_permissions: 'watched',
    permissions: { watched: { extends: ':workspace', filesystem: { '/var/empty/outpost': 'deny' } } },
  },
};

export const CONFIGURATIONS: readonly Configuration[] = [
  { name: 'on-request', start: { approvalPolicy: 'on-request', sandbox: 'workspace-write' } },
  { name: 'on-request, read-only', start: { approvalPolicy: 'on-request', sandbox: 'read-only' } },
  { name: 'untrusted', start: { approvalPolicy: 'untrusted', sandbox: 'workspace-write' } },
  { name: 'untrusted, watched', start: { approvalPolicy: 'untrusted', ...PROFILE } },
  { name: 'the gate', start: null },
];
