/** Raw deflate by the browser's own streams, which count what comes out while it comes. */
import { type Bytes, concat } from '../../protocol/bytes.ts';
import { FrameError } from '../../protocol/frames.ts';

/** Rejects when the bytes are damaged, and as soon as there would be more than `limit` of them. */
export async function inflateStream(deflated: Bytes, limit: number): Promise<Bytes> {
  const stream = new Blob([deflated as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const chunks: Bytes[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new FrameError('tooLong');
    }
    chunks.push(read.value);
  }
  return concat(...chunks);
}
