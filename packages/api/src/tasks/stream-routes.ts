import { z } from "zod";
import { MAX_NUMBER, wholeNumber } from "../contract/page.ts";
import { ProjectName } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { Event } from "./event.ts";
import { TaskChange } from "./task-change.ts";
import { ExecutionParams, TaskParams } from "./task-routes.ts";
import { TopicItem } from "./topic-item.ts";

const AfterNumber = wholeNumber(0, MAX_NUMBER);
const AfterPosition = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const NumberHeaders = z.object({ "last-event-id": AfterNumber.optional() });
const PositionHeaders = z.object({ "last-event-id": AfterPosition.optional() });

/** Following what happens, as server-sent events. `Last-Event-ID` comes before `after`. */
export const STREAM_ROUTES = {
  streamEvents: defineRoute({
    method: "get",
    path: "/executions/{execution}/events/stream",
    operationId: "streamEvents",
    summary: "What an execution does, as it is stored, until it has ended",
    request: {
      params: ExecutionParams,
      query: z.strictObject({ after: AfterNumber.default(0) }),
      headers: NumberHeaders,
    },
    response: { status: 200, description: "Server-sent events, numbered", schema: Event, isStream: true },
    errors: ["not_found"],
  }),
  streamTaskChanges: defineRoute({
    method: "get",
    path: "/tasks/{task}/changes/stream",
    operationId: "streamTaskChanges",
    summary: "What happens to a task, by its numbers; without an end, as a task may go on at any time",
    request: { params: TaskParams, query: z.strictObject({ after: AfterNumber.default(0) }), headers: NumberHeaders },
    response: { status: 200, description: "Server-sent events, numbered", schema: TaskChange, isStream: true },
    errors: ["not_found"],
  }),
  streamChanges: defineRoute({
    method: "get",
    path: "/changes/stream",
    operationId: "streamChanges",
    summary: "What happens to any task, by positions; from now on where nothing is said",
    request: {
      query: z.strictObject({ after: AfterPosition.optional(), project: ProjectName.optional() }),
      headers: PositionHeaders,
    },
    response: { status: 200, description: "Server-sent events, numbered", schema: TaskChange, isStream: true },
    errors: ["not_found"],
  }),
  streamTopics: defineRoute({
    method: "get",
    path: "/events",
    operationId: "streamTopics",
    summary: "Several of these at once, over one connection: task:3@12,execution:ID,tasks,tasks:PROJECT,notifications",
    request: {
      query: z.strictObject({ topics: z.string().min(1).max(8000) }),
      headers: z.object({ "last-event-id": z.string().max(400).optional() }),
    },
    response: {
      status: 200,
      description: "Server-sent events; the id says what its client has of each topic, in their order",
      schema: TopicItem,
      isStream: true,
    },
    errors: ["not_found"],
  }),
};
