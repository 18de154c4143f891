/** Names in a project: their words, and what kind of file they are of. Pure. */

/** Names split at `/ . - _` and at changes of case, lower-cased. */
export const partsOf = (path: string): string[] =>
  path
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[/.\-_:\s]+/)
    .filter((part) => part !== '')
    .map((part) => part.toLowerCase());

/** Documents, styles and images: nothing of them runs. */
export const isDocument = (path: string): boolean =>
  /\.(md|mdx|txt|rst|adoc|css|scss|sass|less|png|jpe?g|gif|svg|webp|ico|avif)$/i.test(path);

export const isTestFile = (path: string): boolean =>
  /(^|\/)(test|tests|__tests__|spec|e2e)\//.test(path) ||
  /(\.(test|spec)\.[^/]+|(^|\/)test_[^/]*\.py|_test\.go|_spec\.rb)$/.test(path);
