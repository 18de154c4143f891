/**
 * What a person chooses for a thread: model, effort and mode, in Codex's terms. Neither model nor effort is checked by Codex
 * (measured, 0.169.0), so both are checked here, against its own list.
 *
 * | mode | collaboration mode | sandbox |
 * |---|---|---|
 * | plan | `plan` | can only read |
 * | ask | `default` | can only read |
 * | work | `default` | its folder can be written, as when it was started |
 *
 * No mode changes what is asked: approval policy and gate stay as they are.
 */
import * as v from 'valibot';
import type { AgentChoices, Mode, ModelChoice, TurnOptions } from '../../../../protocol/session/options.ts';
import { AgentError } from '../agent.ts';
import { head } from './bounds.ts';
import type { Known } from './known.ts';
import type { Rpc } from './rpc.ts';
import { isWatched, type ThreadSettings } from './watch.ts';

const MODES: readonly Mode[] = ['plan', 'ask', 'work'];
const MAX_MODELS = 100;
const MAX_EFFORTS = 20;
const SENTENCE = 500;

const READ_ONLY = ':read-only';
const WORKSPACE = ':workspace';

const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Model = v.object({
  id: Word,
  model: Word,
  displayName: v.optional(v.string(), ''),
  description: v.optional(v.string(), ''),
  hidden: v.optional(v.boolean(), false),
  supportedReasoningEfforts: v.optional(
    v.array(v.object({ reasoningEffort: Word, description: v.optional(v.string(), '') })),
    [],
  ),
  defaultReasoningEffort: v.nullish(Word, null),
  inputModalities: v.optional(v.array(v.string()), ['text', 'image']),
  isDefault: v.optional(v.boolean(), false),
});
type Model = v.InferOutput<typeof Model>;
const ModelList = v.object({ data: v.array(v.unknown()) });
const Anything = v.looseObject({});

/** What can be chosen, as Codex says it. Rejects with RpcError. */
export async function choicesOf(rpc: Rpc): Promise<Omit<AgentChoices, 'abilities'>> {
  const models = await listModels(rpc);
  return {
    models: models.map(
      (model): ModelChoice => ({
        id: model.model,
        name: head(model.displayName || model.model, SENTENCE),
        description: head(model.description, SENTENCE),
        efforts: model.supportedReasoningEfforts.slice(0, MAX_EFFORTS).map((effort) => ({
          id: effort.reasoningEffort,
          description: head(effort.description, SENTENCE),
        })),
        effort: model.defaultReasoningEffort,
        standard: model.isDefault,
        images: model.inputModalities.includes('image'),
      }),
    ),
    modes: [...MODES],
  };
}

/** How the next turn of a thread with these settings goes. */
export function optionsOf({ model, effort, ...settings }: ThreadSettings): TurnOptions {
  const mode = modeOf(settings);
  return {
    ...(model !== undefined && model !== '' && { model: head(model, 200) }),
    ...(effort !== null && effort !== '' && { effort: head(effort, 200) }),
    ...(mode !== null && { mode }),
  };
}

/** Null: Codex may do more there than any of the modes lets it. */
function modeOf({
  collaborationMode,
  sandboxPolicy,
}: Pick<ThreadSettings, 'collaborationMode' | 'sandboxPolicy'>) {
  const readOnly = sandboxPolicy?.type === 'readOnly';
  if (collaborationMode?.mode === 'plan' && readOnly) return 'plan';
  if (readOnly) return 'ask';
  return sandboxPolicy?.type === 'workspaceWrite' && collaborationMode?.mode !== 'plan' ? 'work' : null;
}

/**
 * Has a loaded thread go on as chosen, from its next turn on. Rejects with AgentError where that cannot be chosen, or with
 * RpcError; then nothing was changed.
 */
export async function choose(rpc: Rpc, known: Known, options: TurnOptions): Promise<void> {
  const update = await updateFor(rpc, known, options);
  if (update === null) return;
  await rpc.request('thread/settings/update', { threadId: known.native.id, ...update }, Anything);
}

/** Before a thread is started with these: rejects as `choose` where they cannot be chosen. */
export async function checkChoice(rpc: Rpc, { model, effort }: TurnOptions): Promise<void> {
  if (model === undefined) return;
  const models = await listModels(rpc);
  effortFor(modelNamed(models, model), effort, null);
}

async function updateFor(rpc: Rpc, known: Known, options: TurnOptions): Promise<object | null> {
  const { settings } = known;
  const now: TurnOptions = settings === null ? {} : optionsOf(settings);
  const differs = (['model', 'effort', 'mode'] as const).some(
    (key) => options[key] !== undefined && options[key] !== now[key],
  );
  if (!differs) return null;
  const model = options.model ?? settings?.model;
  let effort = settings?.effort ?? null;
  if (options.model !== undefined || options.effort !== undefined) {
    const models = await listModels(rpc);
    const chosen = options.model === undefined ? undefined : modelNamed(models, options.model);
    effort = effortFor(chosen ?? models.find((each) => each.model === model), options.effort, effort);
  }
  const mode = options.mode === undefined || options.mode === now.mode ? null : options.mode;
  return {
    ...(model !== undefined && { model }),
    ...(effort !== null && { effort }),
    ...(mode !== null && sandboxFor(known, mode)),
    ...(mode !== null && model !== undefined && collaborationFor(mode, model, effort)),
  };
}

/** A thread that a person began in a terminal is never let do more than it was seen to do there. */
function sandboxFor({ native, settings, mayWrite }: Known, mode: Mode): object {
  if (settings !== null && isWatched(settings)) throw refused(IS_WATCHED);
  if (mode !== 'work') return { permissions: READ_ONLY };
  if (native.gated !== true && !mayWrite) throw refused(NARROWER);
  return { permissions: WORKSPACE };
}

/** It takes the place of model and effort, so it repeats them. */
const collaborationFor = (mode: Mode, model: string, effort: string | null): object => ({
  collaborationMode: {
    mode: mode === 'plan' ? 'plan' : 'default',
    settings: { model, reasoning_effort: effort, developer_instructions: null },
  },
});

function modelNamed(models: readonly Model[], name: string): Model {
  const model = models.find((each) => each.model === name);
  if (model === undefined)
    throw refused(`Codex has no model "${head(name, 80)}" any more. Choose another one.`);
  return model;
}

/** An effort that another model had is not kept where this one does not have it. */
function effortFor(model: Model | undefined, wanted: string | undefined, now: string | null): string | null {
  const has = (effort: string) =>
    model?.supportedReasoningEfforts.some(({ reasoningEffort }) => reasoningEffort === effort) ?? false;
  if (wanted !== undefined && !has(wanted))
    throw refused(`This model does not have the effort "${head(wanted, 80)}". Choose another one.`);
  return wanted ?? (now === null || has(now) ? now : (model?.defaultReasoningEffort ?? now));
}

async function listModels(rpc: Rpc): Promise<Model[]> {
  const { data } = await rpc.request('model/list', { limit: MAX_MODELS }, ModelList);
  return data
    .flatMap((raw) => {
      const model = v.safeParse(Model, raw);
      return model.success && !model.output.hidden ? [model.output] : [];
    })
    .slice(0, MAX_MODELS);
}

const refused = (sentence: string): AgentError => new AgentError('agentRefused', sentence);

const IS_WATCHED =
  'A watched thread asks before everything as it is, so its mode stays. Stop watching it first to choose another one.';
const NARROWER =
  'This thread only reads, by a choice that was made at its computer. Let it write to its folder there, with /permissions in its terminal.';
