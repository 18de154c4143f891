import type { DeviceView } from '../../main/contract/state.ts';

export type Right = DeviceView['right'];

/** Each right includes those before it. */
export const RIGHTS: readonly { readonly right: Right; readonly label: string }[] = [
  { right: 'view', label: 'Look only' },
  { right: 'answer', label: 'Look and answer' },
  { right: 'start', label: 'Look, answer and start' },
];

export interface ClientNote {
  readonly level: 'soft' | 'warning';
  readonly text: string;
}

/** What follows from how the phone's page reached it; undefined when nothing needs to be said. */
export function clientNote(client: DeviceView['client']): ClientNote | undefined {
  switch (client) {
    case 'plainHttp':
      return {
        level: 'warning',
        text: 'Its page came over plain http, where anyone on that network could have altered it. Use it to try Outpost; for the road, pair it from an https address.',
      };
    case 'relay':
      return {
        level: 'soft',
        text: 'Its page comes from the relay, which is trusted like the phone itself.',
      };
    case 'ownOrigin':
    case 'app':
      return undefined;
  }
}
