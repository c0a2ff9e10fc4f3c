import { z } from "zod";
import { defineRoute } from "../contract/route.ts";
import { Event } from "./event.ts";
import { TaskChange } from "./task-change.ts";
import { ExecutionParams, TaskParams } from "./task-routes.ts";

const After = z.coerce.number<number>().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Headers = z.object({ "last-event-id": After.optional() });

/** Following what happens, as server-sent events. `Last-Event-ID` comes before `after`. */
export const STREAM_ROUTES = {
  streamEvents: defineRoute({
    method: "get",
    path: "/executions/{execution}/events/stream",
    operationId: "streamEvents",
    summary: "What an execution does, as it is stored, until it has ended",
    request: {
      params: ExecutionParams,
      query: z.strictObject({ after: After.default(0) }),
      headers: Headers,
    },
    response: { status: 200, description: "Server-sent events, numbered", schema: Event, isStream: true },
    errors: ["not_found"],
  }),
  streamTaskChanges: defineRoute({
    method: "get",
    path: "/tasks/{task}/changes/stream",
    operationId: "streamTaskChanges",
    summary: "What happens to a task, by its numbers; without an end, as a task may go on at any time",
    request: { params: TaskParams, query: z.strictObject({ after: After.default(0) }), headers: Headers },
    response: { status: 200, description: "Server-sent events, numbered", schema: TaskChange, isStream: true },
    errors: ["not_found"],
  }),
  streamChanges: defineRoute({
    method: "get",
    path: "/changes/stream",
    operationId: "streamChanges",
    summary: "What happens to any task, by positions; from now on where nothing is said",
    request: { query: z.strictObject({ after: After.optional() }), headers: Headers },
    response: { status: 200, description: "Server-sent events, numbered", schema: TaskChange, isStream: true },
    errors: [],
  }),
};
