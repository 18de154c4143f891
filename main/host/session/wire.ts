/** How feeds and methods speak to a device, without knowing of frames. */
import type { EventName, EventParams } from '../../../protocol/session/events.ts';

export interface Wire {
  /** What can wait should wait. */
  blocked(): boolean;
  event<E extends EventName>(name: E, params: EventParams<E>): void;
}
