/** Which environments nobody but their owner can help. A file of its own: the window's first script has it, without the schemas. */
import type { EnvironmentView } from './environments.ts';

/** Whether its owner has to come to the desk for it. */
export const needsPerson = ({ state }: Pick<EnvironmentView, 'state'>): boolean =>
  state === 'asking' || state === 'attention';
