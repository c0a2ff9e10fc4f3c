import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { renderTable } from "../output/render-table.ts";
import { formatAge } from "../output/words/format-quantity.ts";
import { lookUpRepository } from "../repositories/look-up-repository.ts";

export async function listSecrets(
  { repo, project, isJson }: { repo: string; project?: string | undefined; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  const { id: repository } = await lookUpRepository({ repo, project }, context, client);
  const { data: stored } = await client.call("listSecrets", { params: { repository } });
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
  const rows = stored.map(({ name, createdAt }) => [name, formatAge(new Date(createdAt), new Date())]);
  for (const line of renderTable(["name", "added"], rows, output)) {
    output.data(line);
  }
}
