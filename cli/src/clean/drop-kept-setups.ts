import { dropSetups } from "@catalyst/sandbox";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { formatPlural } from "../output/format-quantity.ts";
import { findRepo } from "../secrets/find-repo.ts";

export interface DropSetupsOptions {
  repo: string;
  all?: boolean;
  json?: boolean;
}

/** Drops what setups made, of one repository or of all, and says how many there were. */
export async function dropKeptSetups({ repo, all, json }: DropSetupsOptions, context: CliContext): Promise<void> {
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
