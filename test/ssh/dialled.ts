/** A connection of the product to the far side, and what a person in front of it would do. */
import path from 'node:path';
import type { ConnectionState, Question, QuestionKind } from '../../main/host/ssh/connection/connection.ts';
import { makeRunFolder } from '../../main/host/ssh/connection/run-folder.ts';
import {
  type ConnectionOptions,
  SystemSshConnection,
} from '../../main/host/ssh/connection/ssh-connection.ts';
import { findSsh } from '../../main/host/ssh/program.ts';
import type { FarSide } from './far-side.ts';

export interface Dialled {
  readonly connection: SystemSshConnection;
  /** Every state since it was made. */
  readonly states: readonly ConnectionState[];
  /** Where its socket is while it is up. */
  readonly runFolder: string;
  /** Resolves with the first state from now on, the present one included, that fits. */
  until<S extends ConnectionState['state']>(state: S): Promise<Extract<ConnectionState, { state: S }>>;
  /** Resolves when this is asked, and was not before; rejects when it has failed. */
  asked(kind: QuestionKind): Promise<Question>;
}

export function dial(far: FarSide, alias: string, options: Partial<ConnectionOptions> = {}): Dialled {
  const env = { ...process.env, PATH: `${far.wrapper()}:${process.env.PATH}` };
  const runFolder = path.join(far.folder, 'run');
  const connection = new SystemSshConnection({
    alias,
    env,
    program: () => findSsh({ env, platform: process.platform }),
    runFolder: () => makeRunFolder(runFolder),
    ...options,
  });
  const states: ConnectionState[] = [];
  const seen = new Set<string>();
  const waiting = new Set<(state: ConnectionState) => void>();
  connection.listen({
    printed() {},
    changed(state) {
      states.push(state);
      for (const look of [...waiting]) look(state);
    },
  });
  const first = <S extends ConnectionState>(fits: (state: ConnectionState) => state is S): Promise<S> =>
    new Promise((resolve) => {
      const look = (state: ConnectionState): void => {
        if (!fits(state)) return;
        waiting.delete(look);
        resolve(state);
      };
      waiting.add(look);
      look(connection.state);
    });
  return {
    connection,
    states,
    runFolder: path.join(runFolder, 'ssh'),
    until: <S extends ConnectionState['state']>(name: S) =>
      first((state): state is Extract<ConnectionState, { state: S }> => state.state === name),
    async asked(kind) {
      const state = await first(
        (state): state is Extract<ConnectionState, { state: 'asking' | 'attention' }> =>
          state.state === 'attention' ||
          (state.state === 'asking' && state.question.kind === kind && !seen.has(state.question.id)),
      );
      if (state.state === 'attention') throw new Error(`instead of asking: ${state.why}`);
      seen.add(state.question.id);
      return state.question;
    },
  };
}
