/**
 * The page's service worker: opens the page from what is kept, so that it is there at once and without a network. Push messages
 * will be received here. The list of files is written by the build, so that another build is another worker: the browser looks
 * for one at each opening, past its own cache.
 */
import { type FileList, PageFiles } from './page-files.ts';

declare const __PAGE_FILES__: FileList;

interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
/** TypeScript knows a page or a worker in one program, not both. */
interface ServiceWorkerScope {
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

const worker = self as unknown as ServiceWorkerScope;
const files = new PageFiles({
  caches,
  fetch: (asked, init) => fetch(asked, init),
  scope: worker.registration.scope,
  files: __PAGE_FILES__,
});

// At work as soon as it has everything: tabs that are open find their parts in the build before.
worker.addEventListener('install', (event) => event.waitUntil(files.keep().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(files.tidy()));
worker.addEventListener('fetch', (event) => {
  const answer = files.answer(event.request);
  if (answer !== null) event.respondWith(answer);
});
