import { listEvents, listExecutions, listTasks, readTask } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentEvent, presentExecution, presentTask, presentTaskDetails } from "./present-task.ts";

type TaskHandlers = Pick<Handlers, "listTasks" | "getTask" | "listExecutions" | "listEvents">;

/** Looking at tasks. */
export function taskHandlers(deps: ServerDeps): TaskHandlers {
  return {
    async listTasks({ query }, { actor }) {
      const beforeNumber = decodeCursor("tasks", "number", query.cursor);
      const { limit, status: statuses = [] } = query;
      const { tasks, nextBefore } = await listTasks({ actor, statuses, limit, beforeNumber }, deps);
      return { data: tasks.map(presentTask), nextCursor: encodeCursor("tasks", nextBefore) };
    },
    async getTask({ params }, { actor }) {
      return presentTaskDetails(await readTask({ actor, reference: params.task }, deps));
    },
    async listExecutions({ params }, { actor }) {
      const executions = await listExecutions({ actor, reference: params.task }, deps);
      return { data: executions.map((execution, index) => presentExecution(execution, index + 1)) };
    },
    async listEvents({ params, query }, { actor }) {
      const { limit, cursor } = query;
      const afterNumber = decodeCursor("events", "number", cursor) ?? 0;
      const { events } = await listEvents({ actor, executionId: params.execution, afterNumber, limit }, deps);
      const last = events.length < limit ? null : (events.at(-1)?.number ?? null);
      return { data: events.map(presentEvent), nextCursor: encodeCursor("events", last) };
    },
  };
}
