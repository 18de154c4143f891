/** Bytes of sealed frames towards a device that may be on their way (`session/ack`); below what a relay buffers before it pauses. */
export const SESSION_WINDOW = 192 * 1024;
