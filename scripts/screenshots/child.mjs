// @ts-check
/** Runs the scenes of one file: `child.mjs FILE FOLDER`, under tsx. A file without `run` is a part of others. */
import { pathToFileURL } from 'node:url';

const [file = '', folder = ''] = process.argv.slice(2);
const module = await import(pathToFileURL(file).href);
if (typeof module.run === 'function') await module.run(folder);
