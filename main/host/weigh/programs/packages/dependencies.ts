/** Sentences and names that package managers share. */
import type { Weighing } from '../../call.ts';
import type { Argument } from '../../shell/argument.ts';
import type { Does, Verb } from '../verbs.ts';

export const ASKS: Verb = ['expand', 'It asks a registry of packages.'];
export const PUBLISHES: Verb = ['commit', 'It publishes, or changes what others get.'];
export const SIGNS_IN: Verb = ['commit', 'It keeps or shows credentials of a registry.'];
export const SETS: Verb = ['commit', 'It changes the settings that packages are installed by.'];
export const CHANGES: Verb = ['expand', 'It changes what is installed, or what the project depends on.'];

/** Brings packages, whose names may look like those of others. */
export const installs: Does = (rest, on) => {
  on.found('expand', 'It installs packages, which bring programs of others.');
  on.network(null);
  plainNames(rest, on);
};

export function plainNames(args: readonly Argument[], on: Weighing): void {
  if (args.some(({ start }) => /[^\x20-\x7e]/.test(start)))
    on.found('commit', 'The name of a package holds characters that look like others.');
}

/** A dry run of it gives nothing away, but may still run what the project sets. */
export const publishes: Does = (rest, on) => {
  on.network(null);
  if (rest.some(({ text }) => text === '--dry-run' || text === '--dry-run=true' || text === '-n'))
    on.found('expand', 'It goes through the steps of publishing.');
  else on.found('commit', 'It publishes a package.');
};
