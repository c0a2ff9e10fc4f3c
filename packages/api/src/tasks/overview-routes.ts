import { z } from "zod";
import { MAX_NUMBER, wholeNumber } from "../contract/page.ts";
import { ProjectName, TeamSlug } from "../contract/project-query.ts";
import { defineRoute } from "../contract/route.ts";
import { TaskCounts } from "./count.ts";
import { DaySpending } from "./spending.ts";
import { Step } from "./step.ts";
import { ExecutionParams, SearchText } from "./task-routes.ts";

const toList = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value]);
const MAX_DAYS = 366;
const DEFAULT_DAYS = 30;

/** What many tasks, or one of many events, come to. */
export const OVERVIEW_ROUTES = {
  countTasks: defineRoute({
    method: "get",
    path: "/task-counts",
    operationId: "countTasks",
    summary: "How many tasks there are, by what is done about them",
    request: {
      query: z.strictObject({
        project: ProjectName.optional(),
        /** By its slug: of its projects alone. */
        team: TeamSlug.optional(),
        repo: SearchText.max(2048).optional(),
        /** What stands in the title. */
        q: SearchText.max(200).optional(),
      }),
    },
    response: { status: 200, description: "Each counted as far as a thousand", schema: TaskCounts },
    errors: ["not_found"],
  }),
  listSpending: defineRoute({
    method: "get",
    path: "/spending",
    operationId: "listSpending",
    summary: "What was spent, by days of UTC, agents and models",
    request: {
      query: z.strictObject({
        project: ProjectName.optional(),
        /** How many, with today. */
        days: wholeNumber(1, MAX_DAYS).default(DEFAULT_DAYS),
      }),
    },
    response: {
      status: 200,
      description: "The oldest day first; days on which nothing was spent aren't there",
      schema: z.object({ data: z.array(DaySpending) }),
    },
    errors: ["not_found"],
  }),
  listSteps: defineRoute({
    method: "get",
    path: "/executions/{execution}/steps",
    operationId: "listSteps",
    summary: "The steps of an execution, how far each is and how long it took",
    request: { params: ExecutionParams },
    response: {
      status: 200,
      description: "Those that it has, in their order",
      schema: z.object({ data: z.array(Step) }),
    },
    errors: ["not_found"],
  }),
  findEvents: defineRoute({
    method: "get",
    path: "/executions/{execution}/events/found",
    operationId: "findEvents",
    summary: "The events of an execution in which a text stands, a piece of the log at a time",
    request: {
      params: ExecutionParams,
      query: z.strictObject({
        /** In capitals or not. */
        q: SearchText.max(200),
        /** Of these types alone; of any, where none is said. */
        type: z.preprocess(toList, z.array(SearchText.max(50)).max(30).optional()),
        /** Those with a greater number. */
        after: wholeNumber(0, MAX_NUMBER).default(0),
      }),
    },
    response: {
      status: 200,
      description: "Their numbers, in order",
      schema: z
        .object({
          numbers: z.array(z.int()),
          /** What to ask for `after`, as the log goes on; null: that was all of it. */
          nextAfter: z.int().nullable(),
        })
        .meta({ id: "FoundEvents" }),
    },
    errors: ["not_found"],
  }),
};
