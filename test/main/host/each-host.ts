/** A host for each test of a file, and the phones that are paired with it. */
import { afterEach, beforeEach } from 'vitest';
import { type HostFixture, startHost } from './host-fixture.ts';
import { type NodeDevice, pairedDevice } from './node-device.ts';

export const requestId = (n: number): string => `request-${String(n).padStart(12, '0')}`;

export class EachHost {
  /** A test may put another in its place, which is closed instead. */
  fixture!: HostFixture;
  /** They are closed behind the test. */
  readonly devices: NodeDevice[] = [];

  async device(name?: string): Promise<NodeDevice> {
    const paired = await pairedDevice(await this.fixture.pair(), name);
    this.devices.push(paired);
    return paired;
  }

  /** @returns the thread that this phone starts. */
  async begin(on: NodeDevice, text = 'Fix it', n = 1): Promise<string> {
    const { thread } = await on.connection.call('thread/start', {
      requestId: requestId(n),
      project: this.fixture.project.id,
      agent: 'scripted',
      text,
    });
    return thread;
  }
}

export function hostEach(): EachHost {
  const each = new EachHost();
  beforeEach(async () => {
    each.fixture = await startHost();
  });
  afterEach(async () => {
    for (const device of each.devices.splice(0)) device.close();
    await each.fixture.close();
  });
  return each;
}
