import { removeSecret as deleteSecret } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { findRepo } from "./find-repo.ts";

export async function removeSecret({ name, repo }: { name: string; repo: string }, context: CliContext): Promise<void> {
  await withStores(context, async (stores) => {
    const { id: repoId } = await findRepo(repo, stores, context);
    await deleteSecret({ actor: await findActor(stores), repoId, name }, stores);
  });
  context.output.data(`The secret ${cleanTerminalLine(name, 80)} is removed.`);
}
