/** A project in which nothing is a link. */
import { weighCommand } from '../../../../../main/host/weigh/command.ts';
import type { Place } from '../../../../../main/host/weigh/verdict.ts';
import type { Tier } from '../../../../../protocol/session/tiers.ts';

export const place: Place = {
  cwd: '/home/dev/shop',
  project: '/home/dev/shop',
  home: '/home/dev',
  platform: 'posix',
  real: (path) => path,
};

export const tierOf = (command: string): Tier => weighCommand(command, place).verdict.tier;
