/** How much of the disk the audit log takes: nothing is ever deleted from it by itself. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSegment, OPEN_SEGMENT } from '../../host/activity/segments.ts';
import { attention, type Finding, good } from './finding.ts';

const MB = 1_000_000;
/** From here on its owner may want the room back. */
const MUCH_BYTES = 1000 * MB;

/** @param names of everything in the data folder */
export async function lookAtAuditLog(folder: string, names: readonly string[]): Promise<Finding[]> {
  const files = names.filter(isSegment);
  const sizes = await Promise.all(
    files.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes === 0) return [];
  const closed = files.filter((name) => name !== OPEN_SEGMENT).length;
  const parts = closed === 0 ? '' : closed === 1 ? ', with 1 closed part' : `, with ${closed} closed parts`;
  const text = `The audit log takes ${size(bytes)}${parts}. Nothing is deleted from it by itself.`;
  if (bytes < MUCH_BYTES) return [good('folder', text)];
  return [
    attention(
      'folder',
      text,
      'If you need the room, move the older audit-….jsonl.gz files to an archive: Activity goes on without them.',
    ),
  ];
}

const size = (bytes: number): string =>
  bytes < MB
    ? 'less than 1 MB'
    : bytes < 1000 * MB
      ? `${Math.round(bytes / MB)} MB`
      : `${(bytes / MB / 1000).toFixed(1)} GB`;
