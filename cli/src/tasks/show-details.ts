import type { CliContext } from "../cli-context.ts";
import { withStores } from "../open-stores.ts";
import { findTask } from "./find-task.ts";
import { readTaskDetails, renderTaskDetails, taskDetailsRecord } from "./task-details.ts";

export async function showDetails(
  { reference, isJson }: { reference: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const { retention } = await context.readConfig();
  const details = await withStores(context, async (stores) =>
    readTaskDetails(await findTask(reference, stores), stores, retention),
  );
  if (isJson) {
    context.output.json(taskDetailsRecord(details));
    return;
  }
  for (const line of renderTaskDetails(details, context.currentFolder, context.output.colors)) {
    context.output.data(line);
  }
}
