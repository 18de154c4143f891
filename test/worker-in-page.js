/**
 * Runs in a page before anything else, as it stands here: the script that has the connection in a worker runs in the page
 * itself, as in a worker, by messages that are copied and come later. For tests that put a clock, a way or a browser without
 * something into the page, which no worker would have.
 */
{
  const Beside = globalThis.Worker;
  let again = 0;
  const beside = (script) => {
    const worker = { onmessage: null, onerror: null, terminate() {} };
    globalThis.postMessage = (message) => {
      const data = structuredClone(message);
      void Promise.resolve().then(() => worker.onmessage?.({ data }));
    };
    globalThis.close = () => {};
    globalThis.onmessage = null;
    globalThis.importScripts = () => {};
    // Where the page has the file already, for what both need of it, it does not run again but under another name.
    const loaded = import(script)
      .then(() => globalThis.onmessage ?? import(`${script}?${++again}`))
      .then(() => {
        delete globalThis.importScripts;
        return globalThis.onmessage;
      });
    loaded.catch(() => worker.onerror?.());
    worker.postMessage = (message) => {
      const data = structuredClone(message);
      loaded.then(
        (receive) => receive({ data }),
        () => {},
      );
    };
    return worker;
  };
  globalThis.Worker = class {
    constructor(script, options) {
      const { href } = new URL(script, document.baseURI);
      // biome-ignore lint/correctness/noConstructorReturn: one of two takes its place.
      return href.includes('connection-worker') ? beside(href) : new Beside(href, options);
    }
  };
}
