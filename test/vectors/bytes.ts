export const hex = (bytes: Buffer) => bytes.toString('hex');

/** A copy with one bit turned over. */
export function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}
