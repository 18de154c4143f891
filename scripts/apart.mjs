// @ts-check
/**
 * A plugin of the build: a package's modules once more, for those who are loaded later. What only they use of it is then
 * loaded with them; a bundler keeps a module in one piece, in the chunk of whoever needs it first.
 */

/** Of a module that is there a second time. */
const APART = '?apart';

/**
 * @param {string} shared the package that is there twice; its modules must keep nothing that both should see
 * @param {RegExp} importers the files whose imports get modules of their own
 * @returns {import('vite').Plugin}
 */
export function apart(shared, importers) {
  return {
    name: 'outpost:apart',
    enforce: 'pre',
    resolveId: {
      order: 'pre',
      filter: { id: new RegExp(`^(\\.|${shared}/)`) },
      async handler(source, importer, options) {
        if (importer === undefined) return null;
        const isWanted = importer.endsWith(APART)
          ? source.startsWith('.') || source.startsWith(`${shared}/`)
          : source.startsWith(`${shared}/`) && importers.test(importer);
        if (!isWanted) return null;
        const found = await this.resolve(source, importer.replace(APART, ''), { ...options, skipSelf: true });
        return found === null ? null : { ...found, id: found.id + APART };
      },
    },
  };
}
