import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { taskJson } from "./show/task-json.ts";
import { taskParams } from "./task-params.ts";

export interface ArchiveInput {
  references: readonly string[];
  isArchived: boolean;
  isJson: boolean;
}

/** Takes tasks out of the lists, or puts them back, one after the other. */
export async function archive({ references, isArchived, isJson }: ArchiveInput, context: CliContext): Promise<void> {
  const { output } = context;
  const client = await openApi(context);
  for (const reference of references) {
    const params = taskParams(reference);
    const task = await client.call(isArchived ? "archiveTask" : "unarchiveTask", { params });
    if (isJson) {
      output.json(taskJson(task));
    } else {
      output.data(`Task #${task.number} is ${isArchived ? "archived" : "in the list again"}.`);
    }
  }
}
