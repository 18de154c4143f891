/** Processes of this machine, as /proc tells. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

function statOf(pid: number | string): string[] | undefined {
  try {
    // The second field is the name in parentheses, which may hold anything.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** When it began, in ticks since the boot: with the pid it names one process for ever. */
export const stampOf = (pid: number): string => statOf(pid)?.[19] ?? '';

/** Neither gone, nor only a name that nobody has waited for yet. */
export function isAlive(pid: number, stamp?: string): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat[0] !== 'Z' && (stamp === undefined || stat[19] === stamp);
}

/** Everything that it started and what those started, as long as the line is not broken. */
export function descendantsOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = Number(statOf(entry)?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  const walk = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      walk(child);
    }
  };
  walk(root);
  return found;
}

/** The words that it was started with. */
export function argvOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .filter((word) => word !== '');
  } catch {
    return [];
  }
}

/** Its working folder; '' when it is gone. */
export function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

/** Those alive of which some word holds `text`: a test looks for its own folder, so it finds only what is its own. */
export const processesNaming = (text: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && isAlive(pid) && argvOf(pid).some((word) => word.includes(text)));

/** Those alive of an account, by the words that each was started with. */
export const processesOf = (uid: number): string[] => pidsOf(uid).map((pid) => argvOf(pid).join(' '));

/** Codex's own servers of an account, npm's wrapper of one too. What a server starts is its copy until it is a program of its own. */
export function serversOf(uid: number): number[] {
  const programs = new Map<number, string>();
  for (const pid of pidsOf(uid)) if (argvOf(pid).includes('--listen')) programs.set(pid, programOf(pid));
  return [...programs].flatMap(([pid, program]) =>
    programs.get(Number(statOf(pid)?.[1])) === program ? [] : [pid],
  );
}

function programOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return '';
  }
}

const pidsOf = (uid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && uidOf(name) === uid)
    .map(Number)
    .filter((pid) => isAlive(pid));

function uidOf(pid: string): number | undefined {
  try {
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return uid === undefined ? undefined : Number(uid);
  } catch {
    return undefined;
  }
}
