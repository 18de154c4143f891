/** What ssh uses for one host, however that was found out: from the files, or from `ssh -G`. Typed as far as the audit needs it. */
import type { EffectiveSettings } from '../config/effective.ts';
import { lower } from '../config/patterns.ts';
import type { Resolved } from '../config/resolve.ts';

export interface HostSettings {
  readonly alias: string;
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  /** The first one that is not `none`; null: not set. */
  one(keyword: string): string | null;
  all(keyword: string): readonly string[];
}

export const settingsFromFiles = ({ alias, hostName, user, port, settings }: Resolved): HostSettings =>
  of({ alias, hostName, user, port }, (keyword) => (settings.get(keyword) ?? []).map(({ value }) => value));

export const settingsFromSsh = ({ alias, hostName, user, port, settings }: EffectiveSettings): HostSettings =>
  of({ alias, hostName, user, port }, (keyword) => settings.get(keyword) ?? []);

function of(
  where: Pick<HostSettings, 'alias' | 'hostName' | 'user' | 'port'>,
  all: (keyword: string) => readonly string[],
): HostSettings {
  return {
    ...where,
    all,
    one(keyword) {
      const value = all(keyword)[0];
      return value === undefined || lower(value) === 'none' ? null : value;
    },
  };
}

/** Whether it is set to `none`, which for some keywords is another thing than not set. */
export const isNone = (settings: HostSettings, keyword: string): boolean =>
  lower(settings.all(keyword)[0] ?? '') === 'none';

/** `yes` and `true`, in any case. */
export const isOn = (value: string | null): boolean => value !== null && /^(?:yes|true)$/i.test(value);

/** How a host's key is looked at when it is seen for the first time, or has changed. */
export type HostKeyCheck = 'yes' | 'ask' | 'accept-new' | 'no';

export function hostKeyCheckOf(settings: HostSettings): HostKeyCheck {
  switch (lower(settings.one('stricthostkeychecking') ?? 'ask')) {
    case 'yes':
    case 'true':
      return 'yes';
    case 'no':
    case 'false':
    case 'off':
      return 'no';
    case 'accept-new':
      return 'accept-new';
    default:
      return 'ask';
  }
}

/** The hosts on the way, in order. */
export const jumpsOf = (settings: HostSettings): string[] =>
  (settings.one('proxyjump') ?? '').split(',').flatMap((jump) => (jump.trim() === '' ? [] : [jump.trim()]));
