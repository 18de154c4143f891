import { describe, expect, it } from 'vitest';
import { runChild } from '../../scripts/process/child.mjs';

const node = (script: string, timeoutMs = 10_000) =>
  runChild(process.execPath, ['-e', script], { timeoutMs });

describe('runChild', () => {
  it('keeps both outputs and the exit code', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(result).toMatchObject({ code: 3, timedOut: false });
    expect(result.output).toContain('out\n');
    expect(result.output).toContain('err\n');
  });

  it('keeps the end of an endless output', async () => {
    const result = await node('for (let i = 0; i < 50000; i += 1) console.log("line " + i)');
    expect(result.output.length).toBeLessThanOrEqual(64 * 1024);
    expect(result.output).toMatch(/line 49999\n$/);
  });

  it('ends a child that hangs, with what it started', async () => {
    // The grandchild holds the output open: the run ends only when both are gone. Two programs start until then.
    const script = `
      const hang = 'console.log("hangs"); setInterval(() => {}, 1000)';
      require('node:child_process').spawn(process.execPath, ['-e', hang], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    expect(await node(script, 4000)).toEqual({ code: null, timedOut: true, output: 'hangs\n' });
  });

  it('tells of a program that does not exist', async () => {
    const result = await runChild('outpost-no-such-program', [], { timeoutMs: 1000 });
    expect(result.code).toBeNull();
    expect(result.output).toContain('ENOENT');
  });
});
