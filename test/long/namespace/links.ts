/** Network namespaces of a test's own, and links between them that the kernel can take down. Needs root on Linux and `ip`. */
import { execFileSync } from 'node:child_process';

export const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Why this machine cannot have such links; null: it can. @param shaper How a link is slowed down, as `tc qdisc` takes it. */
export function obstacle(shaper: readonly string[] = []): string | null {
  if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
  if (process.getuid?.() !== 0) return 'it has to be root to make network namespaces';
  const probe = `outpost-probe-${process.pid}`;
  const said = (error: unknown): string => (error as Error).message.split('\n').at(1) ?? String(error);
  try {
    if (shaper.length > 0) run('tc', '-V');
    run('ip', 'netns', 'add', probe);
  } catch (error) {
    return `network namespaces cannot be made here: ${said(error)}`;
  }
  try {
    run('ip', '-n', probe, 'link', 'add', 'outpost-a', 'type', 'veth', 'peer', 'name', 'outpost-b');
    if (shaper.length > 0)
      run('ip', 'netns', 'exec', probe, 'tc', 'qdisc', 'add', 'dev', 'outpost-a', 'root', ...shaper);
    return null;
  } catch (error) {
    return `no such link can be made here: ${said(error)}`;
  } finally {
    run('ip', 'netns', 'del', probe);
  }
}
