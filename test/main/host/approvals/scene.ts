/** Approvals in a folder of their own, and one agent, which asks. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { Approvals } from '../../../../main/host/approvals/approvals.ts';
import type { Judgement } from '../../../../main/host/approvals/card.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { JournalFile } from '../../../../main/host/files/journal.ts';
import { type HostIdentity, loadIdentity } from '../../../../main/host/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import type { Approval } from '../../../../protocol/session/approvals.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { ScriptedAgent } from '../scripted-agent.ts';
import { judgement } from './judged.ts';
import { SetClock } from './set-clock.ts';

export class Scene {
  folder!: string;
  identity!: HostIdentity;
  agent!: ScriptedAgent;
  clock!: SetClock;
  told!: Approval[];
  notices!: string[];
  /** What the policy says. */
  judged!: Judgement;
  computerUseOnDevices!: boolean;
  #opened: Approvals[] = [];

  async begin(): Promise<void> {
    this.folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-approvals-'));
    this.identity = await loadIdentity({ folder: this.folder, disk: nodeDisk, suite, keyBox: null });
    this.agent = new ScriptedAgent();
    this.clock = new SetClock();
    this.told = [];
    this.notices = [];
    this.judged = judgement();
    this.computerUseOnDevices = false;
    this.#opened = [];
  }

  /** A start of the host. */
  async open(disk: Disk = nodeDisk): Promise<Approvals> {
    const { folder, identity, agent, clock } = this;
    const approvals: Approvals = new Approvals({
      folder,
      disk,
      audit: new JournalFile(disk, path.join(folder, 'audit.jsonl')),
      suite,
      identity,
      hostName: 'mac',
      environmentName: () => null,
      clock,
      judge: () => this.judged,
      mayApprove: (client) => client !== 'plainHttp',
      places: {
        place: (_, native) => ({
          thread: `local.scripted.${native}`,
          title: 'Fix it',
          project: null,
          context: NO_CONTEXT,
        }),
      },
      agent: (id) => (id === agent.id ? agent : undefined),
      computerUseOnDevices: () => this.computerUseOnDevices,
      notice: (text) => this.notices.push(text),
    });
    this.#opened.push(approvals);
    await approvals.load();
    approvals.listen({ changed: (approval) => this.told.push(approval) });
    agent.start({
      info() {},
      threads() {},
      thread() {},
      threadRemoved() {},
      change() {},
      reset() {},
      ask: (ask) => approvals.asked(agent, ask),
      settled: (key, why) => approvals.settled(agent, key, why),
      gateLost: () => approvals.gateLost(agent),
      gateReturned: () => approvals.gateReturned(agent),
      alarm() {},
    });
    return approvals;
  }

  /** The entries of the audit log. */
  async audit(): Promise<Record<string, unknown>[]> {
    const text = await fs.readFile(path.join(this.folder, 'audit.jsonl'), 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  /** The file of the open ones. */
  kept(): Promise<string> {
    return fs.readFile(path.join(this.folder, 'approvals.json'), 'utf8');
  }

  async end(): Promise<void> {
    await Promise.all(this.#opened.map((approvals) => approvals.idle()));
    await fs.rm(this.folder, { recursive: true, force: true });
  }
}

/** Begun anew for each test of the file. */
export function sceneEach(): Scene {
  const scene = new Scene();
  beforeEach(() => scene.begin());
  afterEach(() => scene.end());
  return scene;
}
