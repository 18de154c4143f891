import { describe, expect, it } from 'vitest';
import { toHex } from '../../protocol/bytes.ts';
import {
  cardDigest,
  DecisionCode,
  decisionBytes,
  ScopeCode,
  type SignedDecision,
} from '../../protocol/decision.ts';
import { hostPublicKey, identityKey } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { fixed, H, label } from './independent.ts';

const card = '{"kind":"command","command":"rm -r build"}';

const signed: SignedDecision = {
  hostPublicKey: hostPublicKey(fixed('host')),
  identityKey: identityKey(fixed('identity')),
  approvalId: fixed('approval').subarray(0, 16),
  cardDigest: cardDigest(nodeSuite, card),
  decision: DecisionCode.approve,
  scope: ScopeCode.once,
  note: 'für später',
  deviceTime: 1_900_000_000_123,
};

describe('decisionBytes', () => {
  it('are what the protocol says', () => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1_900_000_000_123n);
    const expected = Buffer.concat([
      label('outpost/1 decision'),
      fixed('host'),
      fixed('identity'),
      fixed('approval').subarray(0, 16),
      H(label('outpost/1 card'), Buffer.from(card)),
      Buffer.of(1, 1),
      H(Buffer.from('für später')),
      time,
    ]);
    expect(toHex(decisionBytes(signed))).toBe(expected.toString('hex'));
  });

  it('differ when anything that was decided differs', () => {
    const changes: Partial<SignedDecision>[] = [
      { hostPublicKey: hostPublicKey(fixed('other')) },
      { identityKey: identityKey(fixed('other')) },
      { approvalId: fixed('other').subarray(0, 16) },
      { cardDigest: cardDigest(nodeSuite, `${card} `) },
      { decision: DecisionCode.decline },
      { scope: ScopeCode.session },
      { note: '' },
      { deviceTime: 1_900_000_000_124 },
    ];
    const all = [{}, ...changes].map((change) => toHex(decisionBytes({ ...signed, ...change })));
    expect(new Set(all).size).toBe(all.length);
  });

  it('are not made of fields of another size', () => {
    expect(() => decisionBytes({ ...signed, approvalId: fixed('long') })).toThrow(RangeError);
    expect(() => decisionBytes({ ...signed, cardDigest: new Uint8Array(16) })).toThrow(RangeError);
    expect(() => decisionBytes({ ...signed, deviceTime: -1 })).toThrow(RangeError);
    expect(() => decisionBytes({ ...signed, decision: 256 })).toThrow(RangeError);
  });
});
