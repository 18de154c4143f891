/** The adapter beside a stand-in for Codex that it finds in its run folder, and what it tells. */
import type { Agent } from '../../../../main/host/agents/agent.ts';
import { createCodex } from '../../../../main/host/agents/codex/codex.ts';
import { temporaryFolder } from '../../../codex/codex.ts';
import { StandIn } from '../../../codex/stand-in.ts';
import { removeFolder } from '../../../remove-folder.ts';
import { RecordingSink } from './sink.ts';

export interface StoodIn {
  readonly folder: string;
  readonly codex: StandIn;
  /** Not started. */
  readonly agent: Agent;
  readonly sink: RecordingSink;
  close(): Promise<void>;
}

/** @param name of the folder; a space in it is as in macOS's data folders */
export async function stoodIn(name: string): Promise<StoodIn> {
  const folder = temporaryFolder(name);
  const codex = await StandIn.start(folder);
  const agent = createCodex({
    command: '/nowhere/codex',
    runFolder: folder,
    environment: 'local',
    version: '0.0.0',
    random: () => 0,
  });
  const close = async () => {
    await agent.close();
    await codex.close();
    await removeFolder(folder);
  };
  return { folder, codex, agent, sink: new RecordingSink(), close };
}
