/** A project in which nothing is a link. */
import type { Place } from '../../../../../main/host/weigh/verdict.ts';

export const place: Place = {
  cwd: '/home/dev/shop',
  project: '/home/dev/shop',
  home: '/home/dev',
  platform: 'posix',
  real: (path) => path,
};
