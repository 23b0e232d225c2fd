import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeWindow {
  axe: {
    run(): Promise<{
      violations: {
        id: string;
        impact: string;
        nodes: { html: string; failureSummary: string }[];
      }[];
    }>;
  };
}

/** Checks the accessibility of a page with axe-core. */
export class AxeCheck {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The serious and critical violations of the current page. */
  async seriousProblems(): Promise<string[]> {
    // The page's policy lets no script in; the debugger is not bound by it.
    await this.page.evaluate(source);
    return this.page.evaluate(async () => {
      const { violations } = await (window as unknown as AxeWindow).axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
        );
    });
  }
}
