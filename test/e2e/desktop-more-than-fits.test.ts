/**
 * The built app on a folder that holds more than it makes itself: more phones than the relay in it admits, and a question
 * that is larger than a window shows. The real host refuses both, and the panel says so.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cardOf, unweighed } from '../../main/host/approvals/card.ts';
import { DESK_CARD_LIMIT } from '../../main/host/approvals/decision.ts';
import type { Device } from '../../main/host/devices/device.ts';
import { identityPath, identityText } from '../../main/host/identity-file.ts';
import { nodeSuite as suite } from '../../protocol/node/suite.ts';
import { NO_CONTEXT } from '../../protocol/session/card-context.ts';
import { TEXT_LIMIT } from '../../protocol/session/items.ts';
import { limitTable } from '../../relay/limits.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { launchHostDesktop } from './desktop-app.ts';

let folder: string;
let desktop: Desktop;
let panel: Page;

const key = (): string => randomBytes(32).toString('base64url');
function phone(name: string): Device {
  return {
    ...{ id: randomUUID(), name, platform: 'Node', owner: '', right: 'start', client: 'relay' },
    ...{ identityKey: key(), admissionKey: key(), secret: key(), successors: [], retired: [] },
    ...{ checkWords: [], pairedAt: Date.now(), lastSeenAt: Date.now(), expiresAfterDays: null },
    ...{ confirmed: true, suspended: false },
  };
}
/** As it was asked before the last start, by an agent that is not there yet. */
function largeQuestion() {
  const ids = { approval: randomUUID(), environment: 'local', agent: 'codex', thread: 'codex:1' };
  const change = {
    path: 'data.txt',
    kind: 'add',
    movedTo: null,
    diff: `+${'x'.repeat(TEXT_LIMIT - 1)}`,
  } as const;
  const changes = Array.from({ length: Math.ceil(DESK_CARD_LIMIT / TEXT_LIMIT) + 1 }, () => change);
  const asked = unweighed(
    { ...ids, host: 'test-host', threadTitle: 'Add the data', project: null, at: Date.now() },
    {
      key: 'k',
      thread: '1',
      source: 'agent',
      meaning: 'outsideSandbox',
      reason: null,
      ask: { kind: 'change', changes },
      session: false,
    },
    NO_CONTEXT,
  );
  const card = cardOf(asked, {
    tier: 'expand',
    reasons: [{ tier: 'expand', text: 'It changes more than 400 lines.' }],
    handling: 'hold',
    expiresAt: null,
    touches: null,
  });
  return { id: ids.approval, agent: ids.agent, key: 'k', card: JSON.stringify(card), taken: null };
}

const write = (name: string, content: object): void =>
  fs.writeFileSync(path.join(folder, name), JSON.stringify({ version: 1, ...content }), { mode: 0o600 });
const view = (name: string): Promise<void> =>
  panel
    .getByRole('navigation', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .click();

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'more-than-fits-'));
  const seed = suite.randomBytes(32);
  fs.writeFileSync(identityPath(folder), identityText(seed, suite.ed25519.publicKey(seed), null), {
    mode: 0o600,
  });
  const phones = limitTable.admissions.default + 1;
  write('devices.json', { devices: Array.from({ length: phones }, (_, n) => phone(`Phone ${n}`)) });
  write('approvals.json', { approvals: [largeQuestion()] });
  desktop = await launchHostDesktop({ dataFolder: folder });
  const window = desktop.nextWindow();
  await desktop.tray.click(['Open control panel']);
  panel = await window;
});
afterAll(async () => {
  await desktop?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a question that is too large to be shown says so, and can only be declined', async () => {
  await view('Waiting');
  await panel.getByText('This is too large to be shown. Decline it').waitFor();
  await panel.getByRole('button', { name: 'Decline', exact: true }).waitFor();
  expect(await panel.getByRole('button', { name: 'Approve' }).count()).toBe(0);
});

test('a host that no phone can reach says so beside its code, and leads to what is wrong', async () => {
  await view('Pair');
  await panel.getByText('Phones cannot reach this computer. A phone that opens the link now waits').waitFor();
  await panel.getByRole('button', { name: 'Show what is wrong' }).click();
  await panel.getByText('The connection to the relay in this program was lost.').first().waitFor();
});
