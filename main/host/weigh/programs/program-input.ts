/** A language that reads its program from standard input. */
import type { Call, Weighing } from '../call.ts';

/** @param language as a person says it. */
export function runInput({ stdin }: Call, language: string, on: Weighing): void {
  switch (stdin.kind) {
    case 'text':
      return on.code(stdin.text, language);
    case 'file':
      return on.runFile(stdin.path, 'other');
    case 'pipe':
      return on.code(null, language);
    case 'none':
      return on.found('expand', 'It opens a program that waits for code.');
  }
}
