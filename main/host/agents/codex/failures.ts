/** Codex's refusals as the errors of an agent. It gives them all one code, so that only the sentence tells them apart. */
import { AgentError } from '../agent.ts';
import { line } from './bounds.ts';
import { RpcError, type RpcFailureKind } from './rpc.ts';
import { OpenError } from './socket.ts';

const UNANSWERED: ReadonlySet<RpcFailureKind> = new Set(['cut', 'late', 'malformed']);

const says = (error: unknown, text: RegExp): boolean =>
  error instanceof RpcError && error.kind === 'refused' && text.test(error.message);

/** The thread is not loaded, or its process forgot it: following it anew helps. */
export const isNotLoaded = (error: unknown): boolean => says(error, /^thread not (found|loaded)/);
/** It has no turn yet, or does not exist. */
export const isUnwritten = (error: unknown): boolean =>
  says(error, /^no rollout found|rollout at .* is empty$/);
/** Another Codex process works in it. */
export const isForeign = (error: unknown): boolean => says(error, /already has an active writer/);
const isNoTurn = (error: unknown): boolean => says(error, /^no active turn/);
const isTurnMoved = (error: unknown): boolean => says(error, /^expected active turn id/);

/** It can be read, and nothing can be said to it. */
export const foreignThread = (): AgentError =>
  new AgentError(
    'agentRefused',
    'Another Codex on this computer works in this thread, for example in a terminal. Close it there to go on here a minute later.',
  );

/** What a failed action is for the person who wanted it. */
export function agentError(error: unknown): AgentError {
  if (error instanceof AgentError) return error;
  if (!(error instanceof RpcError)) throw error;
  if (isNoTurn(error)) return new AgentError('noTurn', 'Nothing is running in this thread.');
  if (isTurnMoved(error)) return new AgentError('turnMoved', 'Codex has moved on to another turn.');
  if (isNotLoaded(error) || isUnwritten(error))
    return new AgentError('unknownThread', 'Codex does not have this thread any more.');
  if (isForeign(error)) return foreignThread();
  if (error.kind === 'refused')
    return new AgentError('agentRefused', line(`Codex refused it: ${error.message}`));
  return new AgentError('agentUnavailable', error.message);
}

/** Of a request that has Codex begin something: without an answer that can be read it may have begun. */
export function beginning<T>(request: Promise<T>): Promise<T> {
  return request.catch((error: unknown) => {
    if (!(error instanceof RpcError) || !UNANSWERED.has(error.kind)) throw error;
    throw new AgentError(
      'unknownOutcome',
      `${error.message} It may have begun all the same: look before you send it again.`,
    );
  });
}

/** For the log: a word, never the sentence, which can hold paths. */
export const reasonOf = (error: unknown): string =>
  error instanceof RpcError || error instanceof OpenError
    ? error.kind
    : error instanceof AgentError
      ? error.code
      : error instanceof Error
        ? error.name
        : 'unknown';
