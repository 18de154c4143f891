/** Actions for the tests of the policy. */
import type { Asked } from '../../../../main/host/policy/answer.ts';
import type { SimpleCommand } from '../../../../main/host/weigh/simple-command.ts';
import type { Touches, Verdict } from '../../../../main/host/weigh/verdict.ts';
import type { Tier } from '../../../../protocol/session/tiers.ts';

export const touches = (fields: Partial<Touches> = {}): Touches => ({
  network: null,
  writes: [],
  secrets: [],
  programs: [],
  hidden: false,
  ...fields,
});
export const verdict = (tier: Tier, fields: Partial<Verdict> = {}): Verdict => ({
  tier,
  reasons: [],
  touches: touches(),
  deskOnly: false,
  ...fields,
});

/** `npm test` as words; `?` is one that is known only when it runs. */
export const simple = (words: string, fields: Partial<SimpleCommand> = {}): SimpleCommand => {
  const [program = null, ...args] = words.split(' ').map((word) => (word === '?' ? null : word));
  return { program, args, plain: true, ...fields };
};

/** A command that the gate asks about. @param commands each as words */
export const command = (tier: Tier, commands: readonly string[], fields: Partial<Asked> = {}): Asked => ({
  verdict: verdict(tier),
  commands: commands.map((words) => simple(words)),
  ask: { kind: 'command', command: commands.join(' && '), cwd: '/srv/shop', network: null },
  meaning: 'insideSandbox',
  source: 'hook',
  environment: 'local',
  project: '/srv/shop',
  home: '/home/ada',
  ...fields,
});

export const change = (tier: Tier, paths: readonly string[], fields: Partial<Asked> = {}): Asked =>
  command(tier, [], {
    commands: null,
    ask: {
      kind: 'change',
      changes: paths.map((path) => ({ path, kind: 'update', movedTo: null, diff: '' })),
    },
    ...fields,
  });
