/**
 * A server chooses whether the terminal shows what is typed as an answer to it. What was typed as a secret is left out of
 * what we keep of the terminal.
 */
export class EchoFilter {
  #expected = '';
  #held = '';

  /** The next that comes may be this. */
  expect(secret: string): void {
    this.#expected = secret;
    this.#held = '';
  }

  /** @returns what of it may be kept. */
  pass(text: string): string {
    if (this.#expected === '') return text;
    const seen = this.#held + text;
    if (seen.startsWith(this.#expected)) {
      const rest = seen.slice(this.#expected.length);
      this.expect('');
      return rest;
    }
    if (this.#expected.startsWith(seen)) {
      this.#held = seen;
      return '';
    }
    this.expect('');
    return seen;
  }
}
