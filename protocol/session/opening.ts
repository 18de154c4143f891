/** What both sides say of themselves as a session begins. */
import * as v from 'valibot';
import { Line, Right } from './values.ts';

/** First sealed frame from the host. */
export const Opening = v.variant('kind', [
  v.object({
    kind: v.literal('ready'),
    version: v.literal(1),
    host: v.object({ name: Line, platform: Line, version: Line }),
    device: v.object({ name: Line, right: Right }),
    routes: v.pipe(v.array(Line), v.maxLength(16)),
  }),
  v.object({
    kind: v.literal('refused'),
    reason: v.picklist([
      'used',
      'expired',
      'replaced',
      'revoked',
      'retired',
      'suspended',
      'storage',
      'tooMany',
    ]),
  }),
]);
export type Opening = v.InferOutput<typeof Opening>;

/** What a device says of itself inside DeviceAuth, as JSON text. */
export const DeviceInfo = v.object({
  name: v.pipe(v.string(), v.maxLength(64)),
  platform: v.pipe(v.string(), v.maxLength(64)),
});
export type DeviceInfo = v.InferOutput<typeof DeviceInfo>;
