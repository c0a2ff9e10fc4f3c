import type { CliContext } from "../cli-context.ts";
import { taskJson } from "./show/task-json.ts";
import { startTurn } from "./start-turn.ts";

export interface UpdateOptions {
  rebase?: boolean;
  json?: boolean;
  detach?: boolean;
}

/** Brings the newest base into a task's branch. */
export function update(
  { reference, options }: { reference: string; options: UpdateOptions },
  context: CliContext,
): Promise<void> {
  const { output } = context;
  const isJson = options.json === true;
  return startTurn(
    {
      reference,
      isJson,
      isDetached: options.detach === true,
      act: async ({ params, keys }, client) => {
        const body = { isRebase: options.rebase === true, keys };
        const sent = await client.call("updateBranch", { params, body });
        if (sent.kind === "started") {
          return sent.task;
        }
        if (isJson) {
          output.json({ ...taskJson(sent.task), type: "queued" });
        } else {
          output.data(
            `Queued: its agent is told, or its next turn.\n  Follow it: catalyst tasks logs -f ${sent.task.number}`,
          );
        }
        return null;
      },
    },
    context,
  );
}
