/**
 * Where a host that launchd runs writes. launchd itself lets a file grow for ever, so the host keeps its own log below a
 * bound, and looks at each start whether Node's last words, which only launchd can catch, have become too many.
 */
import { appendFileSync, mkdirSync, renameSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import type { Output } from '../screen.ts';

const MOST_BYTES = 512 * 1024;

export interface LaunchdLogs {
  readonly folder: string;
  /** What the host says; the one before it has `.1` behind its name. */
  readonly host: string;
  /** What Node says when it ends by a fault of ours. */
  readonly crash: string;
}

export function launchdLogs(home: string): LaunchdLogs {
  const folder = path.join(home, 'Library', 'Logs', 'Outpost');
  return { folder, host: path.join(folder, 'host.log'), crash: path.join(folder, 'crash.log') };
}

/** @throws as the file system does, when the log cannot be written at all */
export function openLaunchdLog({ folder, host, crash }: LaunchdLogs, most = MOST_BYTES): Output {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (sizeOf(crash) > most) truncateSync(crash);
  let size = sizeOf(host);
  return {
    write(text) {
      const bytes = Buffer.from(text);
      if (size > 0 && size + bytes.length > most) {
        renameSync(host, `${host}.1`);
        size = 0;
      }
      appendFileSync(host, bytes, { mode: 0o600 });
      size += bytes.length;
    },
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
