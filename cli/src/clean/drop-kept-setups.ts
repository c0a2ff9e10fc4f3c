import { askToDropSetups } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { formatPlural } from "../output/format-quantity.ts";
import { findRepo } from "../secrets/find-repo.ts";
import { awaitingWorker } from "../up/awaiting-worker.ts";

export interface DropSetupsOptions {
  repo: string;
  all?: boolean;
  json?: boolean;
}

/** Drops what setups made, of one repository or of all, and says how many there were. */
export async function dropKeptSetups({ repo, all, json }: DropSetupsOptions, context: CliContext): Promise<void> {
  const { output } = context;
  const { found, dropped } = await withStores(context, async (stores) => {
    const found = all === true ? null : await findRepo(repo, stores, context);
    const { count } = await askToDropSetups({ repoId: found?.id ?? null }, awaitingWorker(context, stores));
    return { found, dropped: count };
  });
  if (json === true) {
    output.json({ dropped });
    return;
  }
  const whose = found === null ? "all repositories" : cleanTerminalLine(found.name, 80);
  output.data(`${output.colors.green("✓")} ${formatPlural(dropped, "kept setup")} of ${whose} dropped.`);
}
