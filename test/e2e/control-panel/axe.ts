/** axe-core over what a page shows. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(
    within: string,
    options: { resultTypes: string[]; runOnly?: { type: 'rule'; values: string[] } },
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

export interface AxeOptions {
  /** Looks only into what this selector finds. */
  readonly within?: string;
  /** Looks only for these; everything when left out. */
  readonly rules?: readonly string[];
}

/** @returns every violation with the elements that have it. */
export async function axeFindings(
  page: Page,
  { within = 'html', rules }: AxeOptions = {},
): Promise<{ id: string; where: string[] }[]> {
  // As the debugger: the page's own policy lets no foreign script in.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(
    async ([selector, values]) => {
      // What passed is not looked at, and would be told of in full.
      const options = {
        resultTypes: ['violations'],
        ...(values !== null && { runOnly: { type: 'rule' as const, values } }),
      };
      const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(selector, options);
      return violations.map(({ id, nodes }) => ({
        id,
        where: nodes.map((node) => `${node.html} ${node.failureSummary}`),
      }));
    },
    [within, rules === undefined ? null : [...rules]] as const,
  );
}
