/** A double of a host behind its socket, and a terminal beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type LocalSocket, serveLocalSocket } from '../../../main/host/local-socket/server.ts';
import { HostDouble } from '../host/local-socket/host-double.ts';
import { outpostAt } from './outpost-at.ts';
import { TerminalDouble } from './terminal-double.ts';

export class ServedHost {
  folder!: string;
  host!: HostDouble;
  terminal!: TerminalDouble;
  socket!: LocalSocket;

  async begin(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'outpost-cli-'));
    this.terminal = new TerminalDouble();
    this.host = new HostDouble();
    this.socket = await serveLocalSocket({ api: this.host, folder: this.folder, version: '0.1.0' });
  }

  outpost(...args: string[]): ReturnType<typeof outpostAt> {
    return outpostAt(this.folder, this.terminal, args);
  }

  async end(): Promise<void> {
    await this.socket.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Begun anew for each test of the file. */
export function servedEach(): ServedHost {
  const served = new ServedHost();
  beforeEach(() => served.begin());
  afterEach(() => served.end());
  return served;
}
