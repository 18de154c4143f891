/** `outpost policy`: what holds, what it says of a command, and how it is changed. */
import type { CommandParams, HostApi } from '../contract/contract.ts';
import type { PolicyChange } from '../contract/policy.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { checkLines, policyLines } from './policy-text.ts';
import { printable, printableJson } from './printable.ts';
import { complain, say, type Terminal } from './terminal.ts';

export async function showPolicy(api: HostApi, json: boolean, terminal: Terminal): Promise<ExitCode> {
  const { policy } = await api.snapshot();
  say(terminal, json ? [printableJson(policy)] : policyLines(policy));
  return policy.faults.length === 0 ? EXIT.ok : EXIT.refused;
}

export async function checkPolicy(
  api: HostApi,
  asked: CommandParams<'policy/check'>,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const outcome = await api.run('policy/check', asked);
  if (!outcome.ok) return refused(outcome.refusal.message, terminal);
  say(terminal, json ? [printableJson(outcome.value)] : checkLines(outcome.value));
  return EXIT.ok;
}

/** Shows what holds then. */
export async function changePolicy(
  api: HostApi,
  change: PolicyChange,
  terminal: Terminal,
): Promise<ExitCode> {
  const outcome = await api.run('policy/change', { change });
  if (!outcome.ok) return refused(outcome.refusal.message, terminal);
  return showPolicy(api, false, terminal);
}

/** @param place of the rule, from 1, as `outpost policy` lists them */
export async function removeRule(api: HostApi, place: number, terminal: Terminal): Promise<ExitCode> {
  const { revision } = (await api.snapshot()).policy;
  return changePolicy(api, { what: 'removeRule', index: place - 1, revision }, terminal);
}

function refused(why: string, terminal: Terminal): ExitCode {
  complain(terminal, printable(why));
  return EXIT.refused;
}
