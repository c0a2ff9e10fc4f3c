import { defineRoute } from "../contract/route.ts";
import { Task } from "./task.ts";
import { TaskParams } from "./task-routes.ts";

/** What can be done with a task. */
export const ACT_ROUTES = {
  cancelTask: defineRoute({
    method: "post",
    path: "/tasks/{task}/cancel",
    operationId: "cancelTask",
    summary: "Asks for the end of a task; one that has ended stays as it is",
    request: { params: TaskParams },
    response: { status: 200, description: "The task, which may not have ended yet", schema: Task },
    errors: ["not_found"],
  }),
};
