/** Whether this copy of the app can be replaced by a newer one, and if not, why: a sentence with what to do. Pure. */

export interface Copy {
  readonly platform: NodeJS.Platform;
  /** Whether it was packed, or runs from its source. */
  readonly packaged: boolean;
  /** Absolute path of the program that runs. */
  readonly program: string;
  /** The AppImage that it runs from, if it is one. */
  readonly appImage: string | undefined;
  /** Whether files beside the AppImage can be written. */
  readonly writable: boolean;
  /** Whether it was packed with an address to ask: `OUTPOST_UPDATE_URL`, scripts/package/update-feed.mjs. */
  readonly feed: boolean;
}

export function whyOff({ platform, packaged, program, appImage, writable, feed }: Copy): string | undefined {
  if (!packaged) return 'This copy runs from its source: bring that up to date, and start it again.';
  if (!feed)
    return 'This copy does not look for new versions: it was packed without an address for them. Get them where you got it.';
  if (platform === 'linux' && appImage === undefined)
    return 'This copy came as a package or a folder, which the system’s own tools look after. Get new versions where you got it.';
  if (platform === 'linux' && !writable)
    return 'This copy lies in a folder that you cannot write to. Move the AppImage into one of yours.';
  // A program opened from its disk image, or from quarantine by a copy that macOS makes, cannot be replaced.
  if (platform === 'darwin' && (program.startsWith('/Volumes/') || program.includes('/AppTranslocation/')))
    return 'This copy runs from where it was downloaded. Move Outpost into the Applications folder, and start it there.';
  return undefined;
}
