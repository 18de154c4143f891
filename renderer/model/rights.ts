import type { DeviceRight, DeviceView } from '../../main/contract/state.ts';

export type Right = DeviceRight;

/** Each right includes those before it. `adds`: what it brings, in a list of all; `means`: all of it, as it stands alone. */
export const RIGHTS: readonly {
  readonly right: Right;
  readonly label: string;
  readonly adds: string;
  readonly means: string;
}[] = [
  {
    right: 'view',
    label: 'Look only',
    adds: 'It sees the threads in your projects.',
    means: 'It sees the threads in your projects, and changes nothing.',
  },
  {
    right: 'answer',
    label: 'Look and answer',
    adds: 'It also answers what the agent asks.',
    means: 'It sees the threads in your projects and answers what the agent asks. It starts nothing.',
  },
  {
    right: 'start',
    label: 'Look, answer and start',
    adds: 'It also starts, steers and stops the agent.',
    means: 'It sees the threads in your projects, answers, and starts, steers and stops the agent.',
  },
];

export const meaningOf = (right: Right): string => RIGHTS.find((each) => each.right === right)?.means ?? '';

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
