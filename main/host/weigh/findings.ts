/** Gathers what is found on the way to a verdict. */
import { TIERS, type Tier, type TierReason } from '../../../protocol/session/tiers.ts';
import type { Verdict } from './verdict.ts';

/** Reasons that a card shows; what is behind them is of the same tier or below. */
const MAX_REASONS = 12;
const MAX_TOUCHED = 50;

export class Findings {
  readonly #reasons = new Map<string, TierReason>();
  readonly #network = new Set<string>();
  readonly #writes = new Set<string>();
  readonly #secrets = new Set<string>();
  readonly #programs = new Set<string>();
  #usesNetwork = false;
  #hidden = false;
  #deskOnly = false;

  /** @param text one sentence for the person who decides. */
  found(tier: Tier, text: string): void {
    const known = this.#reasons.get(text);
    if (known === undefined || rank(known.tier) < rank(tier)) this.#reasons.set(text, { tier, text });
  }

  network(host: string | null): void {
    this.#usesNetwork = true;
    if (host !== null) put(this.#network, host);
  }

  writes(path: string): void {
    put(this.#writes, path);
  }

  secret(name: string): void {
    put(this.#secrets, name);
  }

  program(name: string): void {
    put(this.#programs, name);
  }

  hidden(): void {
    this.#hidden = true;
  }

  deskOnly(): void {
    this.#deskOnly = true;
  }

  /** All that was found elsewhere. */
  include({ reasons, touches, deskOnly }: Verdict): void {
    for (const { tier, text } of reasons) this.found(tier, text);
    if (touches.network !== null) this.#usesNetwork = true;
    for (const host of touches.network ?? []) put(this.#network, host);
    for (const path of touches.writes) put(this.#writes, path);
    for (const name of touches.secrets) put(this.#secrets, name);
    for (const name of touches.programs) put(this.#programs, name);
    if (touches.hidden) this.#hidden = true;
    if (deskOnly) this.#deskOnly = true;
  }

  verdict(): Verdict {
    const reasons = [...this.#reasons.values()].sort((a, b) => rank(b.tier) - rank(a.tier));
    return {
      tier: reasons[0]?.tier ?? 'continue',
      reasons: reasons.slice(0, MAX_REASONS),
      touches: {
        network: this.#usesNetwork ? [...this.#network] : null,
        writes: [...this.#writes],
        secrets: [...this.#secrets],
        programs: [...this.#programs],
        hidden: this.#hidden,
      },
      deskOnly: this.#deskOnly,
    };
  }
}

const rank = (tier: Tier): number => TIERS.indexOf(tier);

function put(set: Set<string>, value: string): void {
  if (set.size < MAX_TOUCHED) set.add(value.slice(0, 300));
}
