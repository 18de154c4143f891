// @ts-check
/** What electron-builder is told beside electron-builder.yml, since it depends on the machine and its environment. Pure. */
import { updateFeed } from './update-feed.mjs';

/**
 * @param {readonly string[]} given The arguments of `npm run package`; the last one wins.
 * @param {NodeJS.Platform} platform
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {string[]}
 * @throws {Error} A sentence for whoever packs.
 */
export function builderArguments(given, platform, environment) {
  const feed = updateFeed(environment);
  return [
    // Files are made, and never sent anywhere: docs/packaging.md, "Publishing".
    ...['--publish', 'never'],
    ...(feed === undefined ? [] : ['-c.publish.provider=generic', `-c.publish.url=${feed}`]),
    // Setting fuses breaks the signature that Electron comes with, and a processor of Apple's own starts nothing that is
    // not signed. So it is signed anew, by nobody; a real signature replaces that. Only macOS has the tool for it.
    ...(platform === 'darwin' ? ['-c.electronFuses.resetAdHocDarwinSignature=true'] : []),
    ...given,
  ];
}
