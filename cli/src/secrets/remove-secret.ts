import { CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { findRepo } from "./find-repo.ts";

export async function removeSecret({ name, repo }: { name: string; repo: string }, context: CliContext): Promise<void> {
  const shown = cleanTerminalLine(name, 80);
  await withStores(context, async (stores) => {
    if (!(await stores.secrets.delete((await findRepo(repo, stores, context)).id, name))) {
      throw new CatalystError(
        "not_found",
        `Removing the secret ${shown} failed: there is none for this repository. See: catalyst secrets list`,
      );
    }
  });
  context.output.data(`The secret ${shown} is removed.`);
}
