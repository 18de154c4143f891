/**
 * Writes `link.json`, `handshake.json` and `frames.json` beside itself: `node --import tsx test/vectors/generate.ts`.
 * Everything in them comes from the second implementation in `test/protocol/independent.ts` and from fixed names, so
 * that a run changes nothing unless the protocol changed. Each failure has one reason, named as `protocol/` names it.
 */
import { writeFileSync } from 'node:fs';
import { FRAME_CASES } from './frame-cases.ts';
import { HANDSHAKE_CASES } from './handshake-cases.ts';
import { LINK_CASES } from './link-cases.ts';

function write(name: string, cases: readonly ({ name: string } & Record<string, unknown>)[]): void {
  const names = new Set(cases.map((each) => each.name));
  if (names.size !== cases.length) throw new Error(`${name}: two cases of one name`);
  writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify(cases, null, 1)}\n`);
}

write('link', LINK_CASES);
write('handshake', HANDSHAKE_CASES);
write('frames', FRAME_CASES);
