/** axe-core over what a page shows. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

/** @returns every violation with the elements that have it. */
export async function axeFindings(page: Page): Promise<{ id: string; where: string[] }[]> {
  // As the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map((node) => `${node.html} ${node.failureSummary}`),
    }));
  });
}
