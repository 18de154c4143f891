/** Files that a device puts on the host to go with what a person says. */
import * as v from 'valibot';

/** Bytes of one file. */
export const ATTACHMENT_LIMIT = 20 * 1024 * 1024;
/** Bytes that travel at once. */
export const ATTACHMENT_PART = 192 * 1024;
/** With one message. */
export const MAX_ATTACHED = 8;

/** Made by the device, so that a part that is sent again after a cut is known. */
export const AttachmentId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
export const Attached = v.pipe(v.array(AttachmentId), v.maxLength(MAX_ATTACHED));

export const AttachmentPart = v.object({
  attachment: AttachmentId,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** `image`: shown to the agent as one · `file`: the agent is told where it lies. */
  kind: v.picklist(['image', 'file']),
  /** Of the whole, in bytes. */
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ATTACHMENT_LIMIT)),
  /** Where this part begins. */
  at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(ATTACHMENT_LIMIT)),
  /** In base64url. */
  data: v.pipe(v.string(), v.minLength(1), v.maxLength(Math.ceil((ATTACHMENT_PART * 4) / 3))),
});
export type AttachmentPart = v.InferOutput<typeof AttachmentPart>;
