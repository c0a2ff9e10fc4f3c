import type { Task } from "@catalyst/api";
import { isSettled } from "@catalyst/core";
import { z } from "zod";
import { Note, UNTRUSTED } from "../output/note.ts";
import { TaskView, viewOf } from "../output/task-view.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { TaskReference } from "./task-reference.ts";

/** Below what a silent connection is kept for. */
const MAX_SECONDS = 180;
const DEFAULT_SECONDS = 50;

export const waitTask = defineTool({
  title: "Wait for a task",
  description: `Waits until a task has ended or needs a person, at most for timeoutSeconds. A task takes minutes: call it again as long as isSettled is false.`,
  operations: ["getTask", "streamTaskChanges"],
  effect: "reads",
  input: z.strictObject({
    task: TaskReference,
    timeoutSeconds: z.int().min(0).max(MAX_SECONDS).default(DEFAULT_SECONDS),
  }),
  output: z.object({
    isSettled: z.boolean().describe("Nothing more happens to it by itself: it has ended, or waits for a person"),
    task: TaskView,
    note: Note,
  }),
  async run({ task: reference, timeoutSeconds }, context) {
    const found = await context.client.call("getTask", { params: { task: reference } }, context);
    const task = isSettled(found.status) ? found : await follow(found, timeoutSeconds, context);
    return { isSettled: isSettled(task.status), task: viewOf(task), note: UNTRUSTED };
  },
});

/** The task once it is settled, or as it is when the time is over. */
async function follow(task: Task, seconds: number, context: ToolContext): Promise<Task> {
  const { client, signal, closing, tell } = context;
  const enough = AbortSignal.any([signal, closing, AbortSignal.timeout(seconds * 1000)]);
  const params = { task: task.id };
  let { status } = task;
  const telling = setInterval(() => void tell(`Task #${task.number} is ${status}.`), context.heartbeatSeconds * 1000);
  const changes = client.follow("streamTaskChanges", { params, query: {} }, { signal: enough });
  try {
    for await (const { body } of changes) {
      if (body.type !== "status" || body.status === status) {
        continue;
      }
      const seen = await client.call("getTask", { params }, { signal });
      if (isSettled(seen.status)) {
        return seen;
      }
      if (seen.status !== status) {
        status = seen.status;
        await tell(`Task #${task.number} is ${status}.`);
      }
    }
  } finally {
    clearInterval(telling);
  }
  return client.call("getTask", { params }, { signal });
}
