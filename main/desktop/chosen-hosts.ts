/** SSH hosts that somebody chose to connect outside of the window: whoever did is there, and is led to what one asks. */
import { needsPerson } from '../contract/needs-person.ts';
import type { HostState } from '../contract/state.ts';

export class ChosenHosts {
  readonly #lead: () => void;
  readonly #chosen = new Set<string>();
  #environments: HostState['environments'] = [];

  /** @param lead shows where it is answered */
  constructor(lead: () => void) {
    this.#lead = lead;
  }

  /** @param environment its id */
  chose(environment: string): void {
    this.#chosen.add(environment);
    this.#look();
  }

  show({ environments }: HostState): void {
    this.#environments = environments;
    this.#look();
  }

  #look(): void {
    let leads = false;
    for (const environment of this.#environments) {
      if (!this.#chosen.has(environment.id)) continue;
      // It may ask several things, one after the other; the window is open by then.
      if (needsPerson(environment)) leads = true;
      else if (environment.state !== 'up') continue;
      this.#chosen.delete(environment.id);
    }
    if (leads) this.#lead();
  }
}
