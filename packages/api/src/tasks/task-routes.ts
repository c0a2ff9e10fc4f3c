import { z } from "zod";
import { Cursor, MAX_NUMBER, PageQuery, pageOf, wholeNumber } from "../contract/page.ts";
import { ProjectName, TeamSlug } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { Diff } from "./diff.ts";
import { Event } from "./event.ts";
import { Execution, ListedTask, TaskDetails, TaskStatus } from "./task.ts";
import { TaskChange } from "./task-change.ts";
import { AgentName } from "./task-request.ts";
import { Usage } from "./usage.ts";

/** A task by its number, or by the beginning of its id. */
export const TaskParams = z.strictObject({
  task: z.string().regex(/^(#?\d{1,9}|[0-9a-fA-F-]{4,36})$/, "must be a number or the beginning of an id"),
});
export const ExecutionParams = z.strictObject({ execution: z.uuid() });
/** Text that a database can be asked for. */
export const SearchText = z
  .string()
  .min(1)
  .regex(/^[^\u0000]*$/, "must not contain NUL");
const MAX_EVENTS = 500;
const MAX_WAIT_SECONDS = 60;
/**
 * For how many seconds whoever asks waits for something else than the answer that `If-None-Match` names; where none is named, than
 * what there is. What has ended is answered at once.
 */
const WaitQuery = z.strictObject({ wait: wholeNumber(0, MAX_WAIT_SECONDS).optional() });
const toList = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value]);

/** Looking at tasks. */
export const TASK_ROUTES = {
  listTasks: defineRoute({
    method: "get",
    path: "/tasks",
    operationId: "listTasks",
    summary: "Tasks, the newest first",
    request: {
      query: PageQuery.extend({
        status: z.preprocess(toList, z.array(TaskStatus).max(20).optional()),
        /** Those as well that were refused before anything was done. */
        refused: z.enum(["true", "false"]).default("false"),
        /** Those alone that were archived; else those that weren't. */
        archived: z.enum(["true", "false"]).default("false"),
        project: ProjectName.optional(),
        /** By its slug: of its projects alone. */
        team: TeamSlug.optional(),
        /** By its id, its name, its address, or the last parts of that: `owner/name`. */
        repo: SearchText.max(2048).optional(),
        /** By its id: those alone that are its work. */
        agent: AgentName.optional(),
        /** Those alone that whoever asks asked for. */
        mine: z.enum(["true", "false"]).default("false"),
        /** What stands in the title. */
        q: SearchText.max(200).optional(),
      }),
    },
    response: { status: 200, description: "A page of tasks", schema: pageOf(ListedTask) },
    errors: ["not_found"],
  }),
  getTask: defineRoute({
    method: "get",
    path: "/tasks/{task}",
    operationId: "getTask",
    summary: "A task with all that was asked and what came of it; after a wait, as soon as it is otherwise",
    request: { params: TaskParams, query: WaitQuery },
    response: { status: 200, description: "The task", schema: TaskDetails },
    errors: ["not_found"],
  }),
  listExecutions: defineRoute({
    method: "get",
    path: "/tasks/{task}/executions",
    operationId: "listExecutions",
    summary: "The attempts at a task, the oldest first",
    request: { params: TaskParams, query: PageQuery },
    response: { status: 200, description: "A page of them", schema: pageOf(Execution) },
    errors: ["not_found"],
  }),
  getDiff: defineRoute({
    method: "get",
    path: "/tasks/{task}/diff",
    operationId: "getDiff",
    summary: "What a task's result changes, as git's patches have it, a piece at a time",
    request: {
      params: TaskParams,
      query: z.strictObject({
        /** Which of its executions, counted from 1; without it, the latest that has a result. */
        run: wholeNumber(1, 1_000_000).optional(),
        cursor: Cursor.optional(),
      }),
    },
    response: { status: 200, description: "Whole lines of it", schema: Diff },
    errors: ["not_found"],
  }),
  getUsage: defineRoute({
    method: "get",
    path: "/tasks/{task}/usage",
    operationId: "getUsage",
    summary: "What a task has spent, and of which limits",
    request: { params: TaskParams },
    response: { status: 200, description: "What it came to", schema: Usage },
    errors: ["not_found"],
  }),
  listChanges: defineRoute({
    method: "get",
    path: "/tasks/{task}/changes",
    operationId: "listChanges",
    summary: "What happened to a task, in order",
    request: { params: TaskParams, query: PageQuery },
    response: { status: 200, description: "A page of changes", schema: pageOf(TaskChange) },
    errors: ["not_found"],
  }),
  listEvents: defineRoute({
    method: "get",
    path: "/executions/{execution}/events",
    operationId: "listEvents",
    summary: "What an execution did, in order",
    request: {
      params: ExecutionParams,
      query: PageQuery.extend({
        /** A log is read in long pieces. */
        limit: wholeNumber(1, MAX_EVENTS).default(50),
        /** Those with a greater number: where somebody looks into the middle. */
        after: wholeNumber(0, MAX_NUMBER).optional(),
        /** The newest of them instead, in order: who opens a long log begins at its end. */
        latest: z.enum(["true", "false"]).default("false"),
      }),
    },
    response: { status: 200, description: "A page of events", schema: pageOf(Event) },
    errors: ["not_found"],
  }),
};
