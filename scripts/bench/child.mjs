// @ts-check
/** Runs one benchmark, in this process alone, and hands its figures to the parent. Run under tsx. */
import { pathToFileURL } from 'node:url';

const module = await import(pathToFileURL(String(process.argv[2])).href);
const figures = typeof module.run === 'function' ? await module.run() : [];
process.send?.(figures, undefined, undefined, () => process.disconnect());
