/**
 * What a page and the worker that has its connection say to each other. Both are of one build, and nobody else hears them, so
 * nothing is parsed a second time.
 */
import type { Method } from '../../protocol/session/catalogue.ts';
import type { SessionEvent } from '../../protocol/session/events.ts';
import type { DeviceRecord } from './device-store.ts';
import type { CallError, ConnectionState, HostFacts } from './types.ts';

export type FromPage =
  /** Said once, and first. */
  | { readonly kind: 'connect'; readonly record: DeviceRecord }
  /** Answered by `answer` or `failure`. */
  | { readonly kind: 'call'; readonly id: number; readonly method: Method; readonly params: unknown }
  | { readonly kind: 'wake' }
  /** Said once, and last. */
  | { readonly kind: 'close' };

export type FromWorker =
  /** Nothing can be connected here; said instead of the first state. */
  | { readonly kind: 'failed' }
  /** How it is; at first, and with every change. */
  | { readonly kind: 'state'; readonly state: ConnectionState; readonly facts: HostFacts }
  | { readonly kind: 'early' }
  | { readonly kind: 'event'; readonly event: SessionEvent }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | {
      readonly kind: 'failure';
      readonly id: number;
      readonly code: CallError['code'];
      readonly message: string;
    };

/** One end of the way between them. */
export interface Port<In, Out> {
  onmessage: ((event: { readonly data: In }) => void) | null;
  postMessage(message: Out): void;
}
