// @ts-check
/** A step of the set-up that failed: a sentence that says what to do, and what the failing program said. */
export class SetupProblem extends Error {
  /**
   * @param {string} sentence
   * @param {string} [output]
   */
  constructor(sentence, output = '') {
    super(sentence);
    this.name = 'SetupProblem';
    this.output = output;
  }
}

/**
 * The end of a program's output, fit to be shown: addresses lose their host, because a registry may be a private one
 * and the output lands in issues and build logs.
 * @param {string} output
 * @param {number} [lines]
 */
export function presentable(output, lines = 15) {
  return output
    .replace(/\b(https?|wss?|git\+https?|git\+ssh|ssh):\/\/[^\s/'"]+/gi, '$1://…')
    .replace(/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET) \S+/g, '$1')
    .replace(/\b(request to|getaddrinfo|connect) (\w+ )?[\w.-]+\.[a-z]{2,}(:\d+)?/gi, '$1 $2…')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-lines)
    .join('\n');
}
