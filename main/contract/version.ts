/** Set by the build from package.json; absent where the sources run unbuilt, as in tests. */
declare const __OUTPOST_VERSION__: string | undefined;

/** The version of this Outpost, as in package.json. */
export const VERSION = typeof __OUTPOST_VERSION__ === 'string' ? __OUTPOST_VERSION__ : '0.0.0-source';
