import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A script for a page; what it does stands in it. A file of its own, because what compiles these here would change its `import`. */
export const WORKER_IN_PAGE = readFileSync(join(import.meta.dirname, 'worker-in-page.js'), 'utf8');
