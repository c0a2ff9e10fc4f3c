import { CatalystError } from "@catalyst/core";
import { dropSetups } from "@catalyst/sandbox";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { formatPlural } from "../output/format-quantity.ts";
import { findRepo } from "../secrets/find-repo.ts";

/** The options of `clean` as commander gives them. */
export interface CleanOptions {
  setupCache?: boolean;
  repo: string;
  all?: boolean;
  json?: boolean;
}

/** Drops what setups made, of one repository or of all, and says how many there were. */
export async function clean({ setupCache, repo, all, json }: CleanOptions, context: CliContext): Promise<void> {
  if (setupCache !== true) {
    throw new CatalystError("invalid_input", "Cleaning failed: nothing to drop is named. Name it: --setup-cache");
  }
  const { output } = context;
  const { home } = await context.readConfig();
  const found = all === true ? null : await withStores(context, (stores) => findRepo(repo, stores, context));
  const dropped = await dropSetups({ home, repoId: found?.id ?? null });
  if (json === true) {
    output.json({ dropped });
    return;
  }
  const whose = found === null ? "all repositories" : cleanTerminalLine(found.name, 80);
  output.data(`${output.colors.green("✓")} ${formatPlural(dropped, "kept setup")} of ${whose} dropped.`);
}
