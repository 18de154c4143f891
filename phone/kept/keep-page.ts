/** Has the browser keep the page, and look for a newer one when a person comes back to a tab that was open for long. */

/** Beside the page. */
const WORKER = './service-worker.js';
/** The browser itself looks at each opening; a tab may stay open for weeks. */
const LOOK_AFTER_MS = 60 * 60_000;

export type KeepingPage = Pick<Window, 'document'> & {
  /** Absent on a page served by plain http, and in private windows of some browsers. */
  readonly navigator: { readonly serviceWorker?: Pick<ServiceWorkerContainer, 'register'> };
};

/** Never rejects: a page that is not kept is fetched again when it is opened. @param now milliseconds */
export async function keepPage({ navigator, document }: KeepingPage, now = () => Date.now()): Promise<void> {
  // `none`: the worker is never taken from the browser's cache.
  const registering = navigator.serviceWorker?.register(WORKER, { updateViaCache: 'none' });
  const registration = await registering?.catch(() => undefined);
  if (registration === undefined) return;
  let looked = now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || now() - looked < LOOK_AFTER_MS) return;
    looked = now();
    registration.update().catch(() => undefined);
  });
}
