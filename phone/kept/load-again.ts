/** Loads the page again, in its newest version where one can be had. */

/** How long a newer version is waited for, should the network be slow. */
const WITHIN_MS = 10_000;

export type LoadedPage = Pick<Window, 'location' | 'setTimeout'> & {
  readonly navigator: { readonly serviceWorker?: Pick<ServiceWorkerContainer, 'getRegistration'> };
};

/** What is kept would come again as it is, and with it what is wrong with it. */
export async function loadAgain(page: LoadedPage): Promise<void> {
  const late = new Promise<void>((resolve) => void page.setTimeout(resolve, WITHIN_MS));
  await Promise.race([renewed(page).catch(() => undefined), late]);
  page.location.reload();
}

async function renewed({ navigator }: LoadedPage): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.update();
  const newer = registration?.installing ?? registration?.waiting;
  if (newer == null) return;
  await new Promise<void>((resolve) => {
    newer.addEventListener('statechange', () => {
      if (newer.state === 'activated' || newer.state === 'redundant') resolve();
    });
  });
}
