import { listChanges, listEvents, listExecutions, listTasks, readTask, readTaskDiff, readUsage } from "@catalyst/core";
import type { Handlers } from "../api/handler.ts";
import { decodeCursor, encodeCursor } from "../http/cursor.ts";
import type { ServerDeps } from "../server-deps.ts";
import { presentExecution, presentListed, presentTaskDetails } from "./present-task.ts";
import { presentChange, presentEvent } from "./present-told.ts";
import { readOnceOther } from "./read-once-other.ts";

type TaskHandlers = Pick<
  Handlers,
  "listTasks" | "getTask" | "listExecutions" | "getDiff" | "getUsage" | "listChanges" | "listEvents"
>;

/** Looking at tasks. */
export function taskHandlers(deps: ServerDeps): TaskHandlers {
  return {
    async listTasks({ query }, { actor }) {
      const beforeNumber = decodeCursor("tasks", "number", query.cursor);
      const { limit, status: statuses = [], refused, archived, project, team, repo, agent, mine, q: text } = query;
      const those = { hasRefused: refused === "true", isArchived: archived === "true", isMine: mine === "true" };
      const which = { project, team, repo, agent, text, statuses, ...those };
      const { tasks, nextBefore } = await listTasks({ actor, ...which, limit, beforeNumber }, deps);
      return { data: tasks.map(presentListed), nextCursor: encodeCursor("tasks", nextBefore) };
    },
    async getTask({ params }, { actor, waiting }) {
      const read = async () => presentTaskDetails(await readTask({ actor, reference: params.task }, deps));
      return waiting === null ? read() : readOnceOther(read, waiting, deps.changes);
    },
    async listExecutions({ params, query }, { actor }) {
      const after = decodeCursor("executions", "number", query.cursor) ?? 0;
      const executions = await listExecutions({ actor, reference: params.task }, deps);
      const page = executions.slice(after, after + query.limit);
      const last = after + page.length;
      return {
        data: page.map((execution, index) => presentExecution(execution, after + index + 1)),
        nextCursor: encodeCursor("executions", last < executions.length ? last : null),
      };
    },
    async getDiff({ params, query }, { actor }) {
      const { run = null, cursor } = query;
      const offset = decodeCursor("diff", "number", cursor) ?? 0;
      const { nextOffset, ...diff } = await readTaskDiff({ actor, reference: params.task, run, offset }, deps);
      return { ...diff, nextCursor: encodeCursor("diff", nextOffset) };
    },
    async getUsage({ params }, { actor }) {
      const { spending, executions } = await readUsage({ actor, reference: params.task }, deps);
      return { ...spending, executions: executions.map(({ executionId, usage }) => ({ executionId, ...usage })) };
    },
    async listChanges({ params, query }, { actor }) {
      const { limit, cursor } = query;
      const afterNumber = decodeCursor("changes", "number", cursor) ?? 0;
      const changes = await listChanges({ actor, reference: params.task, afterNumber, limit }, deps);
      const last = changes.length < limit ? null : (changes.at(-1)?.number ?? null);
      return { data: changes.map(presentChange), nextCursor: encodeCursor("changes", last) };
    },
    async listEvents({ params, query }, { actor }) {
      const { limit, cursor, after = 0, latest } = query;
      const from = decodeCursor("events", "number", cursor) ?? after;
      const afterNumber = latest === "true" ? null : from;
      const events = await listEvents({ actor, executionId: params.execution, afterNumber, limit }, deps);
      const last = events.length < limit ? null : (events.at(-1)?.number ?? null);
      return { data: events.map(presentEvent), nextCursor: encodeCursor("events", last) };
    },
  };
}
