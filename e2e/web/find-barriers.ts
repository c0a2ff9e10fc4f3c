import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const THEMES = ["light", "dark"] as const;

/** What keeps somebody from using this page, in these themes, each with where it is. */
export async function findBarriers(page: Page, themes: readonly ("light" | "dark")[] = THEMES): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ target }) => `${colorScheme}: ${id} at ${target.join(" ")}`));
    }
  }
  return found;
}
