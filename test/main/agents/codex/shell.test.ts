import { describe, expect, test } from 'vitest';
import { shownCommand } from '../../../../main/host/agents/codex/shell.ts';

describe('the usual wrapping is taken off', () => {
  test.each([
    [`/bin/bash -lc 'echo hi > a && cat a'`, 'echo hi > a && cat a'],
    [`/usr/bin/zsh -lc 'ls -la'`, 'ls -la'],
    [`/bin/sh -c ls`, 'ls'],
    [`/bin/bash -lc "echo it's \\"here\\""`, `echo it's "here"`],
    [`/bin/bash -lc 'echo '\\''x'\\'''`, `echo 'x'`],
    [`/bin/bash -lc 'printf "a\nb"'`, 'printf "a\nb"'],
  ])('%s', (command, shown) => expect(shownCommand(command)).toBe(shown));
});

describe('what differs from the usual stays visible', () => {
  test.each([
    [`/tmp/bash -lc 'ls'`],
    [`bash -lc 'ls'`],
    [`/bin/bash -ic 'ls'`],
    [`/bin/bash -lc 'ls' 'rm -rf ~'`],
    [`/bin/bash -lc 'ls'; rm -rf ~`],
    [`/bin/bash -lc "ls $(rm -rf ~)"`],
    ['/bin/bash -lc "ls `rm -rf ~`"'],
    [`/bin/bash -lc 'ls`],
    [`/bin/bash -lc ''`],
    [`/bin/bash -lc ls*`],
    ['/bin/bash -lc "ls \\\n-la"'],
    [`/bin/../tmp/bash -lc 'ls'`],
    [`write_stdin --session-id 1 'rm -rf ~'`],
    [''],
  ])('%s', (command) => expect(shownCommand(command)).toBe(command));
});
