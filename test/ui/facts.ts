/** A card, for tests of how one is shown. */
import type { CardFacts } from '../../ui/approval-words.ts';

export const NOW = 1_700_000_000_000;

export const facts = (fields: Partial<CardFacts> = {}): CardFacts => ({
  host: 'workshop',
  threadTitle: 'Clean up',
  project: { name: 'site' },
  source: 'agent',
  meaning: 'outsideSandbox',
  reason: null,
  ask: { kind: 'command', command: 'rm -r build', cwd: '/home/anna/site', network: null },
  tier: 'expand',
  reasons: [{ tier: 'expand', text: 'It deletes a folder.' }],
  handling: 'hold',
  expiresAt: null,
  touches: null,
  soFar: null,
  checks: null,
  next: null,
  ...fields,
});
