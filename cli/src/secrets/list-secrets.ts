import { listSecrets as findSecrets } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { findActor, withStores } from "../open-stores.ts";
import { formatAge } from "../output/format-quantity.ts";
import { renderTable } from "../output/render-table.ts";
import { findRepo } from "./find-repo.ts";

export async function listSecrets(
  { repo, isJson }: { repo: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const stored = await withStores(context, async (stores) => {
    const { id: repoId } = await findRepo(repo, stores, context);
    return findSecrets({ actor: await findActor(stores), repoId }, stores);
  });
  if (isJson) {
    for (const { name, createdAt } of stored) {
      output.json({ name, createdAt });
    }
    return;
  }
  if (stored.length === 0) {
    output.say("No secrets for this repository yet. Add one: catalyst secrets add NPM_TOKEN");
    return;
  }
  const rows = stored.map(({ name, createdAt }) => [name, formatAge(createdAt, new Date())]);
  for (const line of renderTable(["name", "added"], rows, output.colors)) {
    output.data(line);
  }
}
