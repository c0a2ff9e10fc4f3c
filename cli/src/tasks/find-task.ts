import { type AgentTask, CatalystError, type TaskStore } from "@catalyst/core";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";

/** The one task that a number or the beginning of an id names. Throws `not_found`, or `invalid_input` with those that match. */
export async function findTask(reference: string, { tasks }: { tasks: Pick<TaskStore, "find"> }): Promise<AgentTask> {
  const found = await tasks.find(reference);
  const [task] = found;
  if (task === undefined) {
    throw new CatalystError(
      "not_found",
      `Finding the task "${reference}" failed: there is none with this number or id. List them: catalyst tasks list`,
    );
  }
  if (found.length > 1) {
    const matches = found.map(
      ({ number, id, contextPayload }) => `  #${number}  ${id}  ${cleanTerminalLine(contextPayload.title, 60)}`,
    );
    throw new CatalystError(
      "invalid_input",
      `Finding the task "${reference}" failed: ${found.length} tasks have an id that begins so. Give a number:\n${matches.join("\n")}`,
    );
  }
  return task;
}
