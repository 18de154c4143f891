/** A picture of a thread, as it is sent to a device. */
import * as v from 'valibot';

/** Largest picture that is sent to a device, in bytes. */
export const IMAGE_LIMIT = 5 * 1024 * 1024;
export const ImageType = v.picklist(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
export type ImageType = v.InferOutput<typeof ImageType>;
