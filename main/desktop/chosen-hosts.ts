/** SSH hosts that somebody chose to connect outside of the window: whoever did is there, and is led to what one asks. */
import { needsPerson } from '../contract/needs-person.ts';
import type { HostState } from '../contract/state.ts';

export class ChosenHosts {
  readonly #lead: () => void;
  readonly #chosen = new Set<string>();
  readonly #led = new Set<string>();
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

  /** Whether somebody was led to what this one needs now. */
  ledTo(environment: string): boolean {
    return this.#led.has(environment);
  }

  #look(): void {
    let leads = false;
    for (const environment of this.#environments) {
      const { id, state } = environment;
      const needs = needsPerson(environment);
      // It may ask several things, one after the other; the window is open by then.
      if (needs && this.#chosen.delete(id)) {
        this.#led.add(id);
        leads = true;
      }
      if (state === 'up') this.#chosen.delete(id);
      if (state === 'up' || state === 'off') this.#led.delete(id);
    }
    if (leads) this.#lead();
  }
}
