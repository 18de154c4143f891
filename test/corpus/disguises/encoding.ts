/** Text that becomes a program while it runs, in another language, or on another computer. */
import { double, single } from './quoting.ts';
import { type Disguise, word } from './wrapping.ts';

export const ENCODINGS: readonly Disguise[] = [
  {
    name: 'a process substitution as script',
    loud: true,
    apply: ({ text }, { random }) => ({ text: `bash <(printf '%s' ${word(text, random)})`, kind: 'command' }),
  },
  {
    name: 'eval',
    loud: true,
    apply: ({ text }, { random }) => ({
      text: `eval ${random.pick(['', '-- '])}${word(text, random)}`,
      kind: 'command',
    }),
  },
  {
    name: 'a pipe into a shell',
    loud: true,
    apply: ({ text }, { random }) => ({
      text: `printf %s ${word(text, random)} | ${random.pick(['sh', 'bash', 'bash -s', 'tee log | bash', 'env bash', 'cat | sh'])}`,
      kind: 'list',
    }),
  },
  {
    name: 'a variable as script',
    loud: true,
    apply: ({ text }, { random, fresh }) => {
      const name = fresh();
      return {
        text: `${name}=${word(text, random)}; ${random.pick([`eval "$${name}"`, `bash -c "$${name}"`, `sh <<< "$${name}"`, `echo "$${name}" | bash`])}`,
        kind: 'list',
      };
    },
  },
  {
    name: 'an exported variable as script',
    loud: true,
    apply: ({ text }, { random }) => ({
      text: `A=${word(text, random)} bash -c 'eval "$A"'`,
      kind: 'command',
    }),
  },
  {
    name: 'base64',
    loud: true,
    apply: ({ text }, { random }) => {
      const code = Buffer.from(text).toString('base64');
      return {
        text: random.pick([
          `echo ${code} | base64 -d | sh`,
          `bash -c "$(echo ${code} | base64 -d)"`,
          `eval "$(base64 -d <<< ${code})"`,
          `base64 --decode <<< ${code} | bash`,
          `. <(echo ${code} | base64 -d)`,
          `bash <<< "$(echo ${code} | base64 -d)"`,
        ]),
        kind: 'list',
      };
    },
  },
  {
    name: 'hexadecimal',
    loud: true,
    apply: ({ text }, { random }) => {
      const hex = [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
      return {
        text: random.pick([
          `printf '${hex}' | sh`,
          `bash -c "$(printf '${hex}')"`,
          `printf '%b' '${hex}' | bash`,
          `eval "$(printf '${hex}')"`,
          `echo -e '${hex}' | bash`,
          `bash -c $'${hex}'`,
        ]),
        kind: 'list',
      };
    },
  },
  {
    name: 'letters turned',
    loud: true,
    apply: ({ text }, { random }) => {
      const turn = (given: string): string =>
        given.replace(/[a-zA-Z]/g, (letter) =>
          String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)),
        );
      return random.once(2)
        ? { text: `tr 'A-Za-z' 'N-ZA-Mn-za-m' <<< ${single(turn(text))} | bash`, kind: 'list' }
        : {
            text: `rev <<< ${single(
              text
                .split('\n')
                .map((line) => [...line].reverse().join(''))
                .join('\n'),
            )} | bash`,
            kind: 'list',
          };
    },
  },
  {
    name: 'another language',
    unproved: true,
    apply: ({ text }, { random }) => ({
      text: random.pick([
        `python3 -c ${single(`import os; os.system(${JSON.stringify(text)})`)}`,
        `node -e ${single(`require("child_process").execSync(${JSON.stringify(text)})`)}`,
        `perl -e ${single(`system(${JSON.stringify(text)})`)}`,
        `ruby -e ${single(`system(${JSON.stringify(text)})`)}`,
        `awk ${single(`BEGIN{system(${JSON.stringify(text)})}`)}`,
        `php -r ${single(`shell_exec(${JSON.stringify(text)});`)}`,
      ]),
      kind: 'words',
    }),
  },
  {
    name: 'another computer',
    loud: true,
    unproved: true,
    apply: ({ text }, { random }) => ({
      text: `ssh ${random.pick(['localhost', 'dev@box', '-p 22 box'])} ${word(text, random)}`,
      kind: 'words',
    }),
  },
  {
    name: 'a program of Git',
    unproved: true,
    apply: ({ text }, { random }) => ({
      text: random.pick([
        `git -c alias.x=${single(`!${text}`)} x`,
        `git bisect run sh -c ${single(text)}`,
        `git submodule foreach ${single(text)}`,
        `git rebase --exec ${single(text)} main`,
        `git -c core.pager=${single(text)} log`,
      ]),
      kind: 'words',
    }),
  },
  {
    name: 'an option that runs',
    unproved: true,
    apply: ({ text }, { random }) => {
      const script = single(`sh -c ${double(text)}`);
      return {
        text: random.pick([
          `tar cf a.tar --checkpoint=1 --checkpoint-action=exec=${script} src`,
          `split --filter=${single(text)} a.txt`,
          `script -qc ${single(text)} /dev/null`,
          `flock .lock -c ${single(text)}`,
          `watch -n1 ${single(text)}`,
          `npm exec -c ${single(text)}`,
          `npx -c ${single(text)}`,
          `tmux new -d ${single(text)}`,
        ]),
        kind: 'words',
      };
    },
  },
];
