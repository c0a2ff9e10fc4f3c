import { openApi } from "../../api/open-api.ts";
import type { CliContext } from "../../cli-context.ts";
import { readTaskDetails, taskDetailsJson } from "./read-task-details.ts";
import { renderTaskDetails } from "./render-task-details.ts";
import { taskJson } from "./task-json.ts";

export async function showDetails(
  { reference, isJson }: { reference: string; isJson: boolean },
  context: CliContext,
): Promise<void> {
  const client = await openApi(context);
  const details = await readTaskDetails(reference, client);
  if (isJson) {
    context.output.json(taskDetailsJson(details, taskJson(details.task)));
    return;
  }
  const { currentFolder, output } = context;
  const { keptFolder } = await client.call("getMachine", {});
  for (const line of renderTaskDetails(details, { currentFolder, keptFolder: keptFolder ?? "" }, output.colors)) {
    context.output.data(line);
  }
}
