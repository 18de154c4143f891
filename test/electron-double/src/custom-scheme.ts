/**
 * A custom scheme in stock Chromium, which lets nobody register one: `app://panel/x` travels as
 * `https://panel.app.double/x`, is intercepted there, and is shown to the app as `app://panel/x` again.
 */
const KNOWN = /^(https?|file|data|about|blob|devtools):/;
const CUSTOM = /^([a-z][a-z0-9+-]*):\/\/([^/?#]*)/;
const MAPPED = /^https:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.double(?=[/?#]|$)/;

export const toChromium = (url: string): string =>
  KNOWN.test(url) ? url : url.replace(CUSTOM, 'https://$2.$1.double');

export const toElectron = (url: string): string => url.replace(MAPPED, '$2://$1');

/** The custom scheme of a URL that Chromium asks for, or undefined for every other URL. */
export const customScheme = (chromiumUrl: string): string | undefined => MAPPED.exec(chromiumUrl)?.[2];
