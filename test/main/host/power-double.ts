/** A power hold that a test plays: it records what the core asks, and is plugged in, unplugged and broken by hand. */
import type { PowerHold, PowerSource } from '../../../main/host/options.ts';

export class PowerDouble implements PowerHold {
  readonly calls: ('hold' | 'release')[] = [];
  readonly #listeners = new Set<() => void>();
  #source: PowerSource = 'mains';
  #problem: string | null = null;

  hold(): void {
    this.calls.push('hold');
  }
  release(): void {
    this.calls.push('release');
  }
  source(): PowerSource {
    return this.#source;
  }
  problem(): string | null {
    return this.#problem;
  }
  listen(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  runOn(source: PowerSource): void {
    this.#source = source;
    this.#tell();
  }
  fail(problem: string | null): void {
    this.#problem = problem;
    this.#tell();
  }
  get listeners(): number {
    return this.#listeners.size;
  }
  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
