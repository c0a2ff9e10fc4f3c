import { type Operation, ROUTES } from "@catalyst/api";
import { z } from "zod";
import { Note, UNTRUSTED } from "../output/note.ts";
import { TaskView, viewOf } from "../output/task-view.ts";
import { defineTool, type Tool } from "../tool.ts";
import { OnceKey, TaskReference } from "./task-reference.ts";

interface Act {
  operation: Extract<
    Operation,
    | "sendMessage"
    | "updateBranch"
    | "approvePlan"
    | "rejectPlan"
    | "publishTask"
    | "cancelTask"
    | "retryTask"
    | "resumeTask"
    | "archiveTask"
    | "unarchiveTask"
  >;
  title: string;
  description: string;
  effect: Tool["effect"];
}

const act = ({ operation, ...words }: Act): Tool => {
  const { request } = ROUTES[operation];
  const body: z.ZodObject | null = "body" in request ? request.body : null;
  // Keys are for no model to see.
  const { keys: _keys, ...shape } = body?.shape ?? {};
  return defineTool({
    ...words,
    operations: [operation],
    input: z.strictObject({ ...shape, task: TaskReference, idempotencyKey: OnceKey }),
    output: z.object({ task: TaskView, note: Note }),
    async run({ task, idempotencyKey, ...said }, { client, signal }) {
      const asked = { params: { task }, ...(body === null ? {} : { body: said }) };
      const answer = await client.call(operation, asked as never, { signal, idempotencyKey: idempotencyKey as string });
      return { task: viewOf("task" in answer ? answer.task : answer), note: UNTRUSTED };
    },
  });
};

export const sendMessage = act({
  operation: "sendMessage",
  title: "Say something to a task",
  description: "Tells the agent while it works; a task that is done gets another turn on the same branch.",
  effect: "changes",
});

export const updateBranch = act({
  operation: "updateBranch",
  title: "Bring the base into a branch",
  description:
    "Merges the newest base into a task's branch, or makes it a line on that. Costs nothing where the two don't conflict; an agent resolves conflicts.",
  effect: "changes",
});

export const approvePlan = act({
  operation: "approvePlan",
  title: "Approve a plan",
  description: "Lets the agent carry out its plan, or the markdown that is given in its place. Ask the person first.",
  effect: "changes",
});

export const rejectPlan = act({
  operation: "rejectPlan",
  title: "Reject a plan",
  description: "Sends the agent back to its plan, with what to change.",
  effect: "changes",
});

export const publish = act({
  operation: "publishTask",
  title: "Publish a result",
  description:
    "Publishes a result that waits, or picks one of a race. Findings of the policy are accepted only when a person has seen them.",
  effect: "ends",
});

export const cancelTask = act({
  operation: "cancelTask",
  title: "Cancel a task",
  description: "Asks for the end of a task; one that has ended stays as it is.",
  effect: "ends",
});

export const retryTask = act({
  operation: "retryTask",
  title: "Retry a task",
  description: "Starts a failed or cancelled task afresh, with another agent or more time where that is said.",
  effect: "changes",
});

export const resumeTask = act({
  operation: "resumeTask",
  title: "Resume a task",
  description: "Goes on with a task that came to the end of a budget, with more of it. Ask the person first.",
  effect: "changes",
});

export const archiveTask = act({
  operation: "archiveTask",
  title: "Archive a task",
  description: "Takes a task that has ended out of list_tasks; it comes back once it goes on.",
  effect: "changes",
});

export const unarchiveTask = act({
  operation: "unarchiveTask",
  title: "Unarchive a task",
  description: "Puts a task that was archived back into list_tasks.",
  effect: "changes",
});
