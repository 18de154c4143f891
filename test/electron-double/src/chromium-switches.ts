/**
 * Parts of Chromium that only cost here. Two pages belong to the address bar of each window, which nobody sees, and take as
 * much of a processor as the page that is tested; a renderer is started in advance for a page that never comes.
 */
const COSTLY = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'SpareRendererForSitePerProcess',
];

/** What Playwright turns off, because of two such switches Chromium hears only the last. */
const UNSTEADY = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

export const CHROMIUM_SWITCHES: readonly string[] = [
  '--no-sandbox',
  `--disable-features=${[...UNSTEADY, ...COSTLY].join(',')}`,
];
